package dev.parley.internal.binding;

import dev.parley.internal.inject.GenericType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many values a parameter takes, and in what it wants them. */
enum Shape {
  ONE,
  OPTIONAL,
  LIST,
  SET;

  /** The shape of a type and the type of one value. */
  record Shaped(Shape shape, Type element) {}

  static Shaped of(Type type) {
    return GenericType.argumentOf(type, Optional.class)
        .map(element -> new Shaped(OPTIONAL, element))
        .or(() -> GenericType.argumentOf(type, List.class).map(e -> new Shaped(LIST, e)))
        .or(() -> GenericType.argumentOf(type, Collection.class).map(e -> new Shaped(LIST, e)))
        .or(() -> GenericType.argumentOf(type, Set.class).map(e -> new Shaped(SET, e)))
        .orElse(new Shaped(ONE, type));
  }

  /** Whether repeated values are all taken. */
  boolean takesAll() {
    return this == LIST || this == SET;
  }

  /** Puts values into what the parameter is declared as; one at most unless it takes all. */
  @Nullable Object wrap(List<@Nullable Object> values) {
    return switch (this) {
      case ONE -> values.getFirst();
      case OPTIONAL -> values.isEmpty() ? Optional.empty() : Optional.ofNullable(values.getFirst());
      case LIST -> Collections.unmodifiableList(values);
      case SET -> Collections.unmodifiableSet(new LinkedHashSet<>(values));
    };
  }

  /** The values within what {@link #wrap} returned. */
  static Stream<Object> values(@Nullable Object wrapped) {
    return switch (wrapped) {
      case null -> Stream.empty();
      case Optional<?> optional -> optional.stream().map(value -> value);
      case Collection<?> all -> all.stream().map(value -> value);
      default -> Stream.of(wrapped);
    };
  }
}
