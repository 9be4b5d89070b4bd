package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.WebSocketRoute;
import dev.parley.internal.app.GroupDefinition.ErrorMapping;
import dev.parley.internal.routing.ErrorMappings;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What applies to every route of a group.
 *
 * @param prefix the path in front of the routes
 * @param required what every route resolves first, that of the outermost group first
 * @param errors what exceptions become, that of the innermost group first
 * @param maxConnections how many connections each WebSocket route may have
 */
record GroupContext(
    String prefix, List<Class<?>> required, ErrorMappings errors, OptionalInt maxConnections) {
  /** Of no group. */
  static final GroupContext NONE =
      new GroupContext("", List.of(), ErrorMappings.NONE, OptionalInt.empty());

  /**
   * What applies to a group within this one.
   *
   * @throws ConfigurationException if the prefix could not be followed by a path
   */
  GroupContext within(String innerPrefix, List<Class<?>> more, List<ErrorMapping> mappings) {
    if (!innerPrefix.isEmpty() && (!innerPrefix.startsWith("/") || innerPrefix.endsWith("/"))) {
      throw new ConfigurationException(
          "Prefix '%s' does not start with a slash, or ends with one. Write it like '/api'."
              .formatted(innerPrefix));
    }
    var groups = new ArrayList<>(errors.groups());
    if (!mappings.isEmpty()) {
      groups.addFirst(mappings);
    }
    return new GroupContext(
        prefix + innerPrefix,
        Stream.concat(required.stream(), more.stream()).toList(),
        new ErrorMappings(List.copyOf(groups)),
        maxConnections);
  }

  /** The same with another limit, unless that is empty. */
  GroupContext limitedTo(OptionalInt inner) {
    return inner.isPresent() ? new GroupContext(prefix, required, errors, inner) : this;
  }

  /**
   * The same with the limit of a route's annotation, if it has one.
   *
   * @throws ConfigurationException if it would leave no connection
   */
  GroupContext limitedBy(Annotation annotation, String source) {
    if (!(annotation instanceof WebSocketRoute route)
        || route.maxConnections() == Integer.MAX_VALUE) {
      return this;
    }
    if (route.maxConnections() < 1) {
      throw new ConfigurationException(
          "%s: maxConnections is %d; expected at least 1."
              .formatted(source, route.maxConnections()));
    }
    return limitedTo(OptionalInt.of(route.maxConnections()));
  }

  /**
   * The whole path of a route.
   *
   * @throws ConfigurationException if the path has no slash at its start; only behind a prefix it
   *     may be empty
   */
  String path(String path) {
    if (path.isEmpty() ? prefix.isEmpty() : !path.startsWith("/")) {
      throw new ConfigurationException(
          "Path template '%s' has no slash at its start. Write '/%s'.".formatted(path, path));
    }
    return prefix + path;
  }
}
