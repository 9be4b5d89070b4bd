package dev.parley.internal.inject;

import dev.parley.Request;
import dev.parley.Scope;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that was declared, found by type. Filled at start-up by one thread, then only read.
 */
public final class Catalog {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Function<Class<?>, Optional<?>>> containers;
  private final List<String> problems = new ArrayList<>();

  /**
   * Creates a catalog of what the engine gives with each request.
   *
   * @param containers whom to ask for what was not declared
   */
  public Catalog(List<Function<Class<?>, Optional<?>>> containers) {
    this.containers = List.copyOf(containers);
    Engine.ofRequest().forEach(this::addEngineType);
  }

  /** Adds what the engine gives; found by exactly its type. */
  public void addEngineType(Declaration declaration) {
    entries.put(GenericType.name(declaration.type()), new Entry(declaration, Set.of()));
  }

  /** Adds what an application declares; found by its type and by those above it. */
  public void add(Declaration declaration) {
    var other = entries.putIfAbsent(GenericType.name(declaration.type()), Entry.of(declaration));
    if (other != null) {
      problems.add(declaredTwice(other.declaration(), declaration));
    }
  }

  /** Replaces the declaration of exactly a type, which keeps its scope. */
  public void override(Class<?> type, Function<Request, ?> replacement) {
    var name = GenericType.name(type);
    var replaced = entries.get(name);
    var scope = replaced == null ? Scope.CONNECTION : replaced.declaration().scope();
    entries.put(name, Entry.of(Engine.override(type, scope, replacement)));
  }

  /** Tells whether a type has a provider, without asking other containers. */
  public boolean provides(Type type) {
    return !candidates(type).isEmpty();
  }

  /** What was declared and cannot be. */
  List<String> problems() {
    return problems;
  }

  /** Every declaration, in order. */
  List<Declaration> declarations() {
    return entries.values().stream().map(Entry::declaration).toList();
  }

  /**
   * Finds the declarations that fit a type: that of the same type; else those that may be assigned
   * to it with its arguments; else those that may be assigned to its class and say nothing of
   * arguments.
   *
   * @return none if nothing fits, several if it is not clear which
   */
  List<Declaration> candidates(Type type) {
    var same = entries.get(GenericType.name(type));
    if (same != null) {
      return List.of(same.declaration());
    }
    if (type instanceof Class<?> wanted) {
      return declaredWhere(entry -> entry.isAssignableTo(wanted));
    }
    var exact = declaredWhere(entry -> entry.names().contains(GenericType.name(type)));
    return exact.isEmpty() && type instanceof ParameterizedType generic
        ? declaredWhere(entry -> entry.names().contains(GenericType.name(generic.getRawType())))
        : exact;
  }

  /** Asks the other containers, in their order. */
  Optional<Declaration> fromContainer(Class<?> type) {
    for (var container : containers) {
      var found = container.apply(type);
      if (found.isPresent()) {
        return Optional.of(Declaration.external(type, "another container", found.get()));
      }
    }
    return Optional.empty();
  }

  /** What is provided, for messages. */
  String known() {
    return entries.values().stream()
        .map(entry -> GenericType.shortText(entry.declaration().type()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private List<Declaration> declaredWhere(Predicate<Entry> fits) {
    return entries.values().stream().filter(fits).map(Entry::declaration).toList();
  }

  private static String declaredTwice(Declaration first, Declaration second) {
    return "%s is provided twice: by %s and by %s. Remove one of them, or give each a type of its own."
        .formatted(GenericType.text(first.type()), first.source(), second.source());
  }

  /**
   * A declaration and the full names of the types that it is found by; none for exactly its own.
   */
  private record Entry(Declaration declaration, Set<String> names) {
    static Entry of(Declaration declaration) {
      return new Entry(declaration, GenericType.namesOfAll(declaration.type()));
    }

    boolean isAssignableTo(Class<?> wanted) {
      return !names.isEmpty() && wanted.isAssignableFrom(GenericType.raw(declaration.type()));
    }
  }
}
