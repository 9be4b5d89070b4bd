package dev.parley.internal.inject;

import dev.parley.ConfigurationException;
import dev.parley.Fresh;
import dev.parley.Scope;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a provider for everything that is needed, once, at start-up, and collects what cannot work:
 * types that nothing provides, cycles, and instances that would outlive what they build on.
 */
public final class Wiring {
  private final Catalog catalog;
  private final List<String> problems = new ArrayList<>();

  /** What became of each declaration; empty if it cannot work. */
  private final IdentityHashMap<Declaration, Optional<Provider>> wired = new IdentityHashMap<>();

  /** What other containers gave, by the name of the type. */
  private final Map<String, Optional<Declaration>> fromContainers = new HashMap<>();

  /** The declarations that are being wired, each because the one before needs it. */
  private final List<Declaration> path = new ArrayList<>();

  private final List<Provider> inOrder = new ArrayList<>();
  private final Map<Scope, Integer> slots = new EnumMap<>(Scope.class);

  /** Wires everything that a catalog holds. */
  public Wiring(Catalog catalog) {
    this.catalog = catalog;
    problems.addAll(catalog.problems());
    catalog.declarations().forEach(this::wire);
  }

  /** What cannot work, each with its remedy. */
  public List<String> problems() {
    return problems;
  }

  /**
   * Finds what a route needs.
   *
   * @return the plan; empty if something is missing, which is among the problems then
   */
  public Optional<Plan> plan(RouteNeeds needs) {
    var required =
        needs.required().stream()
            .map(type -> new Input.FromContainer("a requirement of " + needs.source(), type))
            .map(this::argument)
            .toList();
    var arguments = needs.inputs().stream().map(this::argument).toList();
    if (Stream.concat(required.stream(), arguments.stream()).anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    var plan = Plan.of(found(required), found(arguments));
    var unfit = RouteCheck.problems(needs, plan);
    problems.addAll(unfit);
    return unfit.isEmpty() ? Optional.of(plan) : Optional.empty();
  }

  /** The dependencies, once there are no problems. */
  public Dependencies dependencies() {
    return new Dependencies(this, inOrder);
  }

  /**
   * Finds the provider of a class that is asked for at run time.
   *
   * @throws ConfigurationException if nothing provides it, or it is not clear what
   */
  Provider provider(Class<?> type) {
    var candidates = catalog.candidates(type);
    if (candidates.size() == 1) {
      return Objects.requireNonNull(wired.get(candidates.getFirst())).orElseThrow();
    }
    var external =
        candidates.isEmpty() ? catalog.fromContainer(type) : Optional.<Declaration>empty();
    return external
        .map(declaration -> new Provider(declaration, List.of(), 0))
        .orElseThrow(() ->
            new ConfigurationException(
                WiringProblems.notFound(
                    "Cannot look up a dependency", type, candidates, catalog.known())));
  }

  private Optional<Argument> argument(Input input) {
    return switch (input) {
      case Input.FromRequest(var where, var reader) ->
          Optional.of(new Argument.Read(where, reader));
      case Input.CurrentScope _ -> Optional.of(new Argument.CurrentScope());
      case Input.FromContainer(var where, var type) -> dependency(where, type);
    };
  }

  private Optional<Argument> dependency(String where, Type type) {
    var optional = wrapped(type, Optional.class);
    if (optional.isPresent()) {
      return provider(where, optional.get()).map(Argument.Maybe::new);
    }
    var fresh = wrapped(type, Fresh.class);
    if (fresh.isPresent()) {
      return provider(where, fresh.get())
          .filter(provider -> canOpen(where, provider))
          .map(Argument.Anew::new);
    }
    return provider(where, type).map(Argument.Instance::new);
  }

  /** What an {@code Optional} or {@code Fresh} is of, unless it is provided as it is. */
  private Optional<Type> wrapped(Type type, Class<?> wrapper) {
    return catalog.provides(type) ? Optional.empty() : GenericType.argumentOf(type, wrapper);
  }

  private boolean canOpen(String where, Provider provider) {
    boolean can = provider.scope() == Scope.CONNECTION && provider.isKept();
    if (!can) {
      problems.add(WiringProblems.notFresh(where, provider));
    }
    return can;
  }

  private Optional<Provider> provider(String where, Type type) {
    var candidates = catalog.candidates(type);
    if (candidates.size() == 1) {
      return wire(candidates.getFirst());
    }
    var external =
        candidates.isEmpty() ? fromContainer(where, type) : Optional.<Declaration>empty();
    if (external.isEmpty()) {
      problems.add(
          WiringProblems.notFound("Cannot bind " + where, type, candidates, catalog.known()));
    }
    return external.flatMap(this::wire);
  }

  private Optional<Declaration> fromContainer(String where, Type type) {
    return fromContainers.computeIfAbsent(
        GenericType.name(type),
        _ -> {
          try {
            return catalog.fromContainer(GenericType.raw(type));
          } catch (RuntimeException failure) {
            problems.add(WiringProblems.containerFailed(where, type, failure));
            return Optional.empty();
          }
        });
  }

  private Optional<Provider> wire(Declaration declaration) {
    if (path.contains(declaration)) {
      problems.add(WiringProblems.cycle(path, declaration));
      return Optional.empty();
    }
    var known = wired.get(declaration);
    if (known != null) {
      return known;
    }
    path.add(declaration);
    var arguments = declaration.inputs().stream().map(this::argument).toList();
    path.removeLast();
    var provider =
        arguments.stream().allMatch(Optional::isPresent)
            ? provider(declaration, found(arguments))
            : Optional.<Provider>empty();
    provider.ifPresent(inOrder::add);
    wired.put(declaration, provider);
    return provider;
  }

  private Optional<Provider> provider(Declaration declaration, List<Argument> arguments) {
    var tooShort =
        declaration.scope() == Scope.APPLICATION
            ? arguments.stream()
                .filter(argument -> !Lifetimes.fitsApplication(argument))
                .findFirst()
            : Optional.<Argument>empty();
    if (tooShort.isPresent()) {
      problems.add(WiringProblems.outlives(declaration, tooShort.get()));
      return Optional.empty();
    }
    return Optional.of(new Provider(declaration, arguments, nextSlot(declaration.scope())));
  }

  private int nextSlot(Scope scope) {
    return slots.merge(scope, 1, Integer::sum) - 1;
  }

  private static List<Argument> found(List<Optional<Argument>> arguments) {
    return arguments.stream().flatMap(Optional::stream).toList();
  }
}
