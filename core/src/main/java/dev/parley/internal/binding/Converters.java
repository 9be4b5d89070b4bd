package dev.parley.internal.binding;

import dev.parley.Converter;
import dev.parley.internal.http.Conversions;
import dev.parley.internal.inject.GenericType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Finds what reads a type from text: a registered converter first, then those for types of the JDK
 * and enums, then what the type says itself, then a record of one component that is any of these.
 */
final class Converters implements Conversions {
  private final Map<String, Converter<?>> registered = new HashMap<>();

  /** What was found for a class before. */
  private final ConcurrentMap<Class<?>, Optional<Converter<?>>> found = new ConcurrentHashMap<>();

  Converters(Map<Class<?>, Converter<?>> registered) {
    registered.forEach((type, converter) ->
        this.registered.put(GenericType.text(GenericType.boxed(type)), converter));
  }

  @Override
  @SuppressWarnings("unchecked") // A converter of a type makes values of it.
  public <T> T convert(String text, Class<T> type) {
    var converter =
        find(type)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "No converter reads %s from text.".formatted(GenericType.text(type))));
    return (T) converter.convert(text);
  }

  /**
   * Finds the converter of a type.
   *
   * @throws dev.parley.ConfigurationException if the type has one that cannot be called
   */
  Optional<Converter<?>> find(Type type) {
    return type instanceof Class<?> raw
        ? found.computeIfAbsent((Class<?>) GenericType.boxed(raw), this::look)
        : Optional.empty();
  }

  private Optional<Converter<?>> look(Class<?> type) {
    return direct(type).or(() -> ofRecord(type));
  }

  private Optional<Converter<?>> direct(Class<?> type) {
    return Optional.<Converter<?>>ofNullable(registered.get(GenericType.text(type)))
        .or(() -> BuiltInConverters.find(type))
        .or(() -> FactoryConverters.find(type));
  }

  private Optional<Converter<?>> ofRecord(Class<?> type) {
    if (!type.isRecord() || type.getRecordComponents().length != 1) {
      return Optional.empty();
    }
    return direct((Class<?>) GenericType.boxed(type.getRecordComponents()[0].getType()))
        .map(component -> FactoryConverters.ofRecord(type, component));
  }
}
