package dev.parley.internal.json;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads and writes JSON (RFC 8259), strictly. Safe to use from any thread. */
public interface JsonCodec {
  /**
   * Reads any value.
   *
   * @throws dev.parley.MalformedMessageException if the text is no JSON
   */
  JsonNode readTree(String text);

  /**
   * Reads a message as a value of a type; sealed interfaces by their discriminator.
   *
   * @throws dev.parley.MalformedMessageException if the text is no JSON
   * @throws dev.parley.InvalidMessageException if it does not fit
   */
  <T> T readMessage(String text, Class<T> type);

  /**
   * Reads a request body as a value of a type.
   *
   * @throws dev.parley.HttpException with 400 if it is no JSON in UTF-8
   * @throws dev.parley.InvalidRequestException if it does not fit; problems with {@code in =
   *     "body"}
   */
  Object readBody(byte[] utf8, Type type);

  /**
   * Writes a value as compact UTF-8.
   *
   * @throws IllegalArgumentException if it cannot be written
   */
  byte[] write(@Nullable Object value);

  /**
   * Finds out at start-up whether messages of a type can be read at all.
   *
   * @throws dev.parley.ConfigurationException if not, with the remedy
   */
  void check(Type type);
}
