package dev.parley.internal.http;

/** Reads values from the text of parameters. */
@FunctionalInterface
public interface Conversions {
  /**
   * Converts a text.
   *
   * @param text the decoded text
   * @param type the type
   * @throws IllegalArgumentException if the text is no such value, with a sentence for the client;
   *     or if no converter is known for the type
   */
  <T> T convert(String text, Class<T> type);
}
