package dev.parley.internal.inject;

import dev.parley.Seat;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words for dependencies that do not fit together. */
final class WiringProblems {
  private WiringProblems() {}

  static String notFound(String what, Type type, List<Declaration> candidates, String known) {
    return candidates.isEmpty()
        ? "%s: nothing provides %s.\n%s\n  Provided: %s."
            .formatted(what, GenericType.text(type), remedy(type), known)
        : "%s: several providers fit %s: %s.\n  Ask for one of these types, or provide %s itself."
            .formatted(what, GenericType.text(type), listed(candidates), GenericType.text(type));
  }

  static String cycle(List<Declaration> path, Declaration again) {
    var cycle = new ArrayList<>(path.subList(path.indexOf(again), path.size()));
    cycle.add(again);
    return "Dependencies form a cycle: "
        + cycle.stream().map(WiringProblems::named).collect(Collectors.joining(" -> "))
        + ".\n  Let one of them do without the next.";
  }

  static String outlives(Declaration declaration, Argument argument) {
    return """
    %s is of application scope, but takes %s, which there is only with a connection or request.
      Make it of connection scope, or take that where it is used.\
    """
        .formatted(named(declaration), shortLived(argument));
  }

  static String notFresh(String where, Provider provider) {
    return "Cannot bind %s: %s has one instance for all, so there is no fresh one. Take %s itself."
        .formatted(where, provider, GenericType.shortText(provider.declaration().type()));
  }

  static String containerFailed(String where, Type type, RuntimeException failure) {
    return "Cannot bind %s: another container failed for %s: %s"
        .formatted(where, GenericType.text(type), failure);
  }

  private static String shortLived(Argument argument) {
    return switch (argument) {
      case Argument.Read(var where, _) -> where + " from the request";
      case Argument.CurrentScope _ -> "the scope";
      case Argument.Instance(var provider) -> provider.toString();
      case Argument.Maybe(var provider) -> provider.toString();
      case Argument.Anew(var provider) -> "a fresh " + provider;
    };
  }

  private static String remedy(Type type) {
    if (type == Seat.class) {
      return "  Join the room in the handler: 'try (var seat = rooms.room(name).join(ws))'.";
    }
    return """
      Add a method '@Provides %s ...', or app.provideOnce(%s.class, ...).
      For a value of the request, annotate it with @PathParam, @QueryParam, @HeaderParam, \
    @CookieParam or @Body; for a group of values, the components of its record.\
    """
        .formatted(GenericType.shortText(type), GenericType.shortText(GenericType.raw(type)));
  }

  private static String listed(List<Declaration> candidates) {
    return candidates.stream().map(WiringProblems::named).collect(Collectors.joining(", "));
  }

  private static String named(Declaration declaration) {
    return GenericType.shortText(declaration.type()) + " (" + declaration.source() + ")";
  }
}
