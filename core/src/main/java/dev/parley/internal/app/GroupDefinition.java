package dev.parley.internal.app;

import dev.parley.ErrorReply;
import dev.parley.HttpHandler;
import dev.parley.WebSocketHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was registered for a group of routes, in order. Mutable until the start; one thread only.
 */
public final class GroupDefinition {
  /** One registration, in the order in which routes are matched. */
  public sealed interface Entry {
    /** Objects with annotated methods. */
    record Objects(List<Object> objects) implements Entry {}

    /** A WebSocket lambda. */
    record Socket(String path, WebSocketHandler handler) implements Entry {}

    /** An HTTP lambda. */
    record Http(String method, String path, HttpHandler handler) implements Entry {}

    /** A group below this one. */
    record Child(GroupDefinition group) implements Entry {}
  }

  /** One mapping of an exception type. */
  public record ErrorMapping(
      Class<? extends Throwable> type, Function<Throwable, ErrorReply> mapping) {}

  private final @Nullable GroupDefinition parent;
  private final String prefix;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Class<?>> required = new ArrayList<>();
  private final List<ErrorMapping> errorMappings = new ArrayList<>();
  private OptionalInt maxConnections = OptionalInt.empty();

  GroupDefinition(@Nullable GroupDefinition parent, String prefix) {
    this.parent = parent;
    this.prefix = prefix;
  }

  /** Adds objects with annotated methods. */
  public void addObjects(List<Object> objects) {
    entries.add(new Entry.Objects(objects));
  }

  /** Adds a WebSocket lambda. */
  public void addSocket(String path, WebSocketHandler handler) {
    entries.add(new Entry.Socket(path, handler));
  }

  /** Adds an HTTP lambda. */
  public void addHttp(String method, String path, HttpHandler handler) {
    entries.add(new Entry.Http(method, path, handler));
  }

  /** Adds a group below this one and returns it. */
  public GroupDefinition child(String childPrefix) {
    var child = new GroupDefinition(this, childPrefix);
    entries.add(new Entry.Child(child));
    return child;
  }

  /** Adds dependencies that every route of the group resolves first. */
  public void require(List<Class<?>> types) {
    required.addAll(types);
  }

  /** Adds a mapping of an exception type. */
  public <E extends Throwable> void mapError(
      Class<E> type, Function<? super E, ErrorReply> mapping) {
    errorMappings.add(new ErrorMapping(type, failure -> mapping.apply(type.cast(failure))));
  }

  /** Limits the connections of each WebSocket route. */
  public void maxConnections(int most) {
    maxConnections = OptionalInt.of(most);
  }

  /** How many connections each WebSocket route may have, if this group says it. */
  public OptionalInt maxConnections() {
    return maxConnections;
  }

  /** The group around this one; null for the application itself. */
  public @Nullable GroupDefinition parent() {
    return parent;
  }

  /**
   * The path in front of the routes, without those of the groups around; empty for the application.
   */
  public String prefix() {
    return prefix;
  }

  /** What was registered, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The dependencies that every route resolves first, in order. */
  public List<Class<?>> required() {
    return List.copyOf(required);
  }

  /** The mappings of this group alone. */
  public List<ErrorMapping> errorMappings() {
    return List.copyOf(errorMappings);
  }
}
