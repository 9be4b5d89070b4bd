package dev.parley.fuzz;

import dev.parley.HttpException;
import dev.parley.InvalidMessageException;
import dev.parley.InvalidRequestException;
import dev.parley.MalformedMessageException;
import dev.parley.internal.json.JacksonCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * JSON: a text becomes a message or is refused with what is wrong; a message that was read can be
 * written and is the same when it is read again.
 *
 * <p>An input is a text.
 */
public final class MessageFuzz {
  /** Messages with one of everything. */
  public sealed interface Said {}

  /** A text. */
  public record Text(String text, Optional<Integer> times) implements Said {}

  /** Messages in a message. */
  public record All(List<Said> parts, Map<String, Double> scores) implements Said {}

  /** Values of many types. */
  public record Values(long id, boolean set, Color color, UUID key, BigDecimal price)
      implements Said {}

  /** Times. */
  public record Times(Instant at, Duration length, LocalDate day) implements Said {}

  /** A record within itself. */
  public record Tree(int value, @Nullable Tree left, @Nullable Tree right) implements Said {}

  /** A choice. */
  public enum Color {
    RED,
    GREEN
  }

  private static final JacksonCodec JSON = JacksonCodec.create();
  private static final int MOST_PROBLEMS = 50;

  private MessageFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    boolean isJson = isJson(text);
    boolean isMessage = isMessage(text, isJson);
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), input)) {
      body(input, isJson, isMessage);
    }
  }

  private static boolean isJson(String text) {
    try {
      JSON.readTree(text);
      return true;
    } catch (MalformedMessageException malformed) {
      Finding.unlessEqual(text, malformed.raw(), "The text of a malformed message");
      return false;
    }
  }

  private static boolean isMessage(String text, boolean isJson) {
    Said said;
    try {
      said = JSON.readMessage(text, Said.class);
    } catch (MalformedMessageException malformed) {
      Finding.unless(!isJson, "What is JSON is not malformed: " + malformed.getMessage());
      return false;
    } catch (InvalidMessageException invalid) {
      int count = invalid.problems().size();
      Finding.unless(isJson, "What is no JSON is malformed.");
      Finding.unless(count > 0 && count <= MOST_PROBLEMS, "Problems are told: " + count);
      return false;
    }
    Finding.unless(isJson, "A message is JSON.");
    var again = new String(JSON.write(said), StandardCharsets.UTF_8);
    Finding.unlessEqual(said, JSON.readMessage(again, Said.class), "Written and read");
    return true;
  }

  private static void body(byte[] input, boolean isJson, boolean isMessage) {
    try {
      JSON.readBody(input, Said.class);
      Finding.unless(isMessage, "A body that is read is a message.");
    } catch (InvalidRequestException invalid) {
      Finding.unless(isJson && !isMessage, "A body is refused as a message is.");
      Finding.unless(!invalid.problems().isEmpty(), "Problems are told.");
    } catch (HttpException malformed) {
      Finding.unless(!isJson, "A body that is JSON is not malformed: " + malformed.detail());
      Finding.unlessEqual(400, malformed.status(), "The status for a malformed body");
    }
  }
}
