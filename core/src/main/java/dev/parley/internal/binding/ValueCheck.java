package dev.parley.internal.binding;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks one value against the constraints on its parameter. */
@FunctionalInterface
interface ValueCheck {
  /** Of a parameter without constraints. */
  ValueCheck NONE = _ -> List.of();

  /** What is wrong, as sentences for the peer. */
  List<String> problems(@Nullable Object value);

  /** Checks by one after the other. */
  static ValueCheck both(ValueCheck first, ValueCheck second) {
    return value ->
        Stream.concat(first.problems(value).stream(), second.problems(value).stream()).toList();
  }
}
