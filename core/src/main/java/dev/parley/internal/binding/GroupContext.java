package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.internal.app.GroupDefinition.ErrorMapping;
import dev.parley.internal.routing.ErrorMappings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What applies to every route of a group.
 *
 * @param prefix the path in front of the routes
 * @param required what every route resolves first, that of the outermost group first
 * @param errors what exceptions become, that of the innermost group first
 */
record GroupContext(String prefix, List<Class<?>> required, ErrorMappings errors) {
  /** Of no group. */
  static final GroupContext NONE = new GroupContext("", List.of(), ErrorMappings.NONE);

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
        new ErrorMappings(List.copyOf(groups)));
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
