package dev.parley.internal.inject;

import dev.parley.Handshake;
import dev.parley.WebSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds what a route cannot give to its handler or to the providers that it needs. */
final class RouteCheck {
  private RouteCheck() {}

  static List<String> problems(RouteNeeds needs, Plan plan) {
    var problems = new ArrayList<String>();
    plan.arguments().forEach(argument -> checkPath(needs, "", argument, problems));
    for (var provider : plan.providers()) {
      var by = ", which " + needs.source() + " needs";
      provider.arguments().forEach(argument -> checkPath(needs, by, argument, problems));
      if (!needs.hasWebSocket() && isOfHandshake(provider)) {
        problems.add(noHandshake(needs, plan, provider));
      }
    }
    return problems;
  }

  private static void checkPath(
      RouteNeeds needs, String by, Argument argument, List<String> problems) {
    if (!(argument instanceof Argument.Read(var where, var reader))) {
      return;
    }
    for (var name : reader.pathParams()) {
      if (!needs.pathParams().contains(name)) {
        problems.add(
            "Cannot bind %s%s: path '%s' has no parameter '%s'.\n  Write {%s} in the path%s"
                .formatted(where, by, needs.path(), name, name, alternative(needs)));
      }
    }
  }

  private static String alternative(RouteNeeds needs) {
    return needs.pathParams().isEmpty()
        ? "."
        : ", or name one that it has: @PathParam(\"%s\")."
            .formatted(String.join("\") or @PathParam(\"", needs.pathParams()));
  }

  private static boolean isOfHandshake(Provider provider) {
    var type = provider.declaration().type();
    return !provider.isKept() && (type == WebSocket.class || type == Handshake.class);
  }

  private static String noHandshake(RouteNeeds needs, Plan plan, Provider missing) {
    var user = plan.providers().stream().filter(provider -> uses(provider, missing)).findFirst();
    return "%s is an HTTP route, which has no %s%s.\n  Take the Request, or make it a WebSocket route."
        .formatted(
            needs.source(),
            GenericType.shortText(missing.declaration().type()),
            user.map(provider -> ", but needs " + provider + ", which takes it").orElse(""));
  }

  @SuppressWarnings("ReferenceEquality") // There is one provider for each declaration.
  private static boolean uses(Provider provider, Provider other) {
    return provider.arguments().stream()
        .anyMatch(argument -> argument instanceof Argument.Instance(var used) && used == other);
  }
}
