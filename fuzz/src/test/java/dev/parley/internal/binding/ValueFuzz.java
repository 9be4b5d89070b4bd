package dev.parley.internal.binding;

import dev.parley.fuzz.Finding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Values of parameters: a text is read or refused with a sentence, and what was read can be written
 * and read again.
 *
 * <p>An input is one byte for the type, then the text as UTF-8.
 */
public final class ValueFuzz {
  /** A type with one component. */
  public record Wrapped(int number) {}

  private static final List<Class<?>> TYPES =
      List.of(
          Byte.class,
          Short.class,
          int.class,
          Long.class,
          BigInteger.class,
          Float.class,
          double.class,
          BigDecimal.class,
          Instant.class,
          Duration.class,
          Period.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          ZonedDateTime.class,
          Year.class,
          YearMonth.class,
          MonthDay.class,
          ZoneId.class,
          ZoneOffset.class,
          String.class,
          Boolean.class,
          Character.class,
          UUID.class,
          URI.class,
          DayOfWeek.class,
          Wrapped.class);

  /** Those whose text is longer than what is read, or that the JDK does not read again itself. */
  private static final Set<Class<?>> ONE_WAY =
      Set.of(BigDecimal.class, Year.class, YearMonth.class, ZonedDateTime.class, Wrapped.class);

  private static final Converters CONVERTERS = new Converters(Map.of());

  private ValueFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var type = TYPES.get((input[0] & 0xff) % TYPES.size());
    var text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    Object value;
    try {
      value = CONVERTERS.convert(text, type);
    } catch (IllegalArgumentException unfit) {
      var message = unfit.getMessage();
      Finding.unless(message != null && !message.isBlank(), "A refusal says what is expected.");
      return;
    }
    if (!ONE_WAY.contains(type)) {
      Finding.unlessEqual(value, CONVERTERS.convert(value.toString(), type), "Written and read");
    }
  }
}
