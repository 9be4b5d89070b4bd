package dev.parley.internal.routing;

import dev.parley.ErrorReply;
import dev.parley.internal.app.GroupDefinition.ErrorMapping;
import java.util.List;
import java.util.Optional;

/** The exception mappings that apply to a route, by group, the innermost first. */
public record ErrorMappings(List<List<ErrorMapping>> groups) {
  /** No mappings. */
  public static final ErrorMappings NONE = new ErrorMappings(List.of());

  /**
   * Finds the mapping for an exception: the innermost group that has one, there the nearest type.
   */
  public Optional<ErrorReply> find(Throwable failure) {
    for (var group : groups) {
      for (Class<?> type = failure.getClass(); type != Object.class; type = type.getSuperclass()) {
        for (var mapping : group) {
          if (mapping.type() == type) {
            return Optional.of(mapping.mapping().apply(failure));
          }
        }
      }
    }
    return Optional.empty();
  }
}
