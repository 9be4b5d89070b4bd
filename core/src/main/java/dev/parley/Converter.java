package dev.parley;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from the text of a path, query, header or cookie parameter.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Converter<T extends @Nullable Object> {
  /**
   * Converts a text.
   *
   * @param text the text as the client sent it, decoded
   * @return the value
   * @throws IllegalArgumentException if the text is no such value; its message is told to the
   *     client, so it should say what was expected ("Expected a colour such as #c0ffee.")
   */
  T convert(String text);
}
