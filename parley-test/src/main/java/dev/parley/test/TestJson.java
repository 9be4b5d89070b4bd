package dev.parley.test;

import dev.parley.InvalidMessageException;
import dev.parley.MalformedMessageException;
import dev.parley.internal.json.JacksonCodec;
import dev.parley.internal.json.JsonCodec;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as tests write and read it: by the codec of the server. */
final class TestJson {
  private static final JsonCodec CODEC = JacksonCodec.create();

  private TestJson() {}

  static byte[] bytes(@Nullable Object value) {
    return CODEC.write(value);
  }

  static JsonNode read(String text, String where) {
    return read(text, where, () -> CODEC.readTree(text));
  }

  static <T> T read(String text, Class<T> type, String where) {
    return read(text, where, () -> CODEC.readMessage(text, type));
  }

  private static <T> T read(String text, String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedMessageException malformed) {
      throw new AssertionError(
          "Expected " + where + " to be JSON, got \"" + Descriptions.cut(text) + "\".", malformed);
    } catch (InvalidMessageException invalid) {
      throw new AssertionError(
          "Expected another shape of "
              + where
              + ", got "
              + Descriptions.cut(text)
              + ": "
              + invalid.problems(),
          invalid);
    }
  }
}
