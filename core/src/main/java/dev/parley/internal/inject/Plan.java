package dev.parley.internal.inject;

import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of one route come about: first everything that is read from the request, also
 * for the providers that will run; then, if all of it is right, the requirements in order, and the
 * dependencies of the handler from left to right.
 */
public final class Plan {
  private final List<Argument> required;
  private final List<Argument> arguments;

  /** Every provider that may run for the route, each behind those that it needs. */
  private final List<Provider> providers;

  private final List<Provider> readers;

  private Plan(List<Argument> required, List<Argument> arguments, List<Provider> providers) {
    this.required = required;
    this.arguments = arguments;
    this.providers = providers;
    this.readers = providers.stream().filter(Provider::readsRequest).toList();
  }

  static Plan of(List<Argument> required, List<Argument> arguments) {
    var providers = new ArrayList<Provider>();
    var seen = Collections.newSetFromMap(new IdentityHashMap<Provider, Boolean>());
    required.forEach(argument -> collect(argument, seen, providers));
    arguments.forEach(argument -> collect(argument, seen, providers));
    return new Plan(required, arguments, List.copyOf(providers));
  }

  /**
   * Resolves the arguments of the handler.
   *
   * @throws InvalidRequestException with everything that is wrong with the request; no provider has
   *     run then
   * @throws Throwable what a provider threw
   */
  public @Nullable Object[] arguments(RequestScope scope) throws Throwable {
    var problems = new ArrayList<Problem>();
    var values = scope.read(arguments, problems);
    if (!readers.isEmpty()) {
      scope.readAhead(readers, problems);
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems.stream().distinct().toList());
    }
    for (var requirement : required) {
      requirement.value(scope);
    }
    Provider.fill(arguments, scope, values);
    return values;
  }

  List<Argument> arguments() {
    return arguments;
  }

  List<Provider> providers() {
    return providers;
  }

  private static void collect(Argument argument, Set<Provider> seen, List<Provider> providers) {
    var provider =
        switch (argument) {
          case Argument.Instance(var needed) -> needed;
          case Argument.Maybe(var needed) -> needed;
          case Argument.Anew(var needed) -> needed;
          case Argument.Read _, Argument.CurrentScope _ -> null;
        };
    if (provider != null && seen.add(provider)) {
      provider.arguments().forEach(below -> collect(below, seen, providers));
      providers.add(provider);
    }
  }
}
