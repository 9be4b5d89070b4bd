package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Converter;
import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertersTest {
  private static final String UUID_TEXT = "123e4567-e89b-12d3-a456-426614174000";

  private final Converters converters = new Converters(Map.of());

  static final List<Arguments> READ =
      List.of(
          Arguments.of(String.class, "", ""),
          Arguments.of(String.class, " a ", " a "),
          Arguments.of(byte.class, "-128", (byte) -128),
          Arguments.of(Short.class, "32767", (short) 32767),
          Arguments.of(int.class, "-5", -5),
          Arguments.of(Integer.class, " +7 ", 7),
          Arguments.of(int.class, "1.0", 1),
          Arguments.of(long.class, "9223372036854775807", Long.MAX_VALUE),
          Arguments.of(BigInteger.class, "9".repeat(30), new BigInteger("9".repeat(30))),
          Arguments.of(float.class, "0.5", 0.5f),
          Arguments.of(double.class, ".25e2", 25.0),
          Arguments.of(Double.class, " 3. ", 3.0),
          Arguments.of(BigDecimal.class, "-1.50", new BigDecimal("-1.50")),
          Arguments.of(boolean.class, "true", true),
          Arguments.of(Boolean.class, "1", true),
          Arguments.of(Boolean.class, "YES", true),
          Arguments.of(Boolean.class, "on", true),
          Arguments.of(Boolean.class, "False", false),
          Arguments.of(Boolean.class, "0", false),
          Arguments.of(Boolean.class, "no", false),
          Arguments.of(Boolean.class, "OFF", false),
          Arguments.of(char.class, "x", 'x'),
          Arguments.of(UUID.class, UUID_TEXT, UUID.fromString(UUID_TEXT)),
          Arguments.of(UUID.class, UUID_TEXT.replace("-", ""), UUID.fromString(UUID_TEXT)),
          Arguments.of(URI.class, "https://example.com/a", URI.create("https://example.com/a")),
          Arguments.of(
              Instant.class, "2026-01-31T12:00:00Z", Instant.parse("2026-01-31T12:00:00Z")),
          Arguments.of(Duration.class, "PT1M30S", Duration.ofSeconds(90)),
          Arguments.of(Period.class, "P1Y2M", Period.of(1, 2, 0)),
          Arguments.of(LocalDate.class, "2026-01-31", LocalDate.of(2026, 1, 31)),
          Arguments.of(LocalTime.class, "12:30", LocalTime.of(12, 30)),
          Arguments.of(
              LocalDateTime.class, "2026-01-31T12:30", LocalDateTime.of(2026, 1, 31, 12, 30)),
          Arguments.of(
              OffsetDateTime.class,
              "2026-01-31T12:30:00+01:00",
              OffsetDateTime.parse("2026-01-31T12:30:00+01:00")),
          Arguments.of(OffsetTime.class, "12:30+01:00", OffsetTime.parse("12:30+01:00")),
          Arguments.of(
              ZonedDateTime.class,
              "2026-01-31T12:30:00+01:00[Europe/Paris]",
              ZonedDateTime.parse("2026-01-31T12:30:00+01:00[Europe/Paris]")),
          Arguments.of(Year.class, "2026", Year.of(2026)),
          Arguments.of(YearMonth.class, "2026-01", YearMonth.of(2026, 1)),
          Arguments.of(MonthDay.class, "--01-31", MonthDay.of(1, 31)),
          Arguments.of(ZoneId.class, "Europe/Paris", ZoneId.of("Europe/Paris")),
          Arguments.of(ZoneOffset.class, "+01:00", ZoneOffset.ofHours(1)),
          Arguments.of(Colour.class, "RED", Colour.RED),
          Arguments.of(Colour.class, "red", Colour.red),
          Arguments.of(Colour.class, " green", Colour.GREEN),
          Arguments.of(RoomName.class, "lobby", new RoomName("lobby")),
          Arguments.of(Page.class, "3", new Page(3)),
          Arguments.of(Cursor.class, "7", new Cursor(7)),
          Arguments.of(Parsed.class, "x", new Parsed("parse x")),
          Arguments.of(FromString.class, "x", new FromString("fromString x")),
          Arguments.of(ValueOf.class, "x", new ValueOf("valueOf x")),
          Arguments.of(Shape.class, "x", new Square("of x")),
          Arguments.of(Holder.class, "9", new Holder(new Cursor(9))));

  @ParameterizedTest
  @FieldSource("READ")
  void readsText(Class<?> type, String text, Object value) {
    assertThat((Object) converters.convert(text, type)).isEqualTo(value);
  }

  static final List<Arguments> REFUSED =
      List.of(
          Arguments.of(byte.class, "128", "Expected a whole number from -128 to 127."),
          Arguments.of(short.class, "x", "Expected a whole number from -32768 to 32767."),
          Arguments.of(int.class, "", "Expected a whole number from -2147483648 to 2147483647."),
          Arguments.of(int.class, "1.5", "Expected a whole number from -2147483648 to 2147483647."),
          Arguments.of(
              int.class, "\u0663", "Expected a whole number from -2147483648 to 2147483647."),
          Arguments.of(
              long.class,
              "9223372036854775808",
              "Expected a whole number from -9223372036854775808 to 9223372036854775807."),
          Arguments.of(
              BigInteger.class,
              "1".repeat(1001),
              "Expected a whole number of at most 1000 digits."),
          Arguments.of(double.class, "NaN", "Expected a number."),
          Arguments.of(double.class, "1d", "Expected a number."),
          Arguments.of(double.class, "1e400", "Expected a number."),
          Arguments.of(float.class, "1e40", "Expected a number."),
          Arguments.of(
              BigDecimal.class, "1e1000000000", "Expected a number of at most 1000 digits."),
          Arguments.of(boolean.class, "maybe", "Expected true or false."),
          Arguments.of(char.class, "xy", "Expected one character."),
          Arguments.of(char.class, "", "Expected one character."),
          Arguments.of(UUID.class, "1-1-1-1-1", "Expected a UUID."),
          Arguments.of(URI.class, "a b", "Expected a URI."),
          Arguments.of(Instant.class, "now", "Expected a time such as 2026-01-31T12:00:00Z."),
          Arguments.of(Duration.class, "30", "Expected a duration such as PT1M30S."),
          Arguments.of(LocalDate.class, "31.1.2026", "Expected a date such as 2026-01-31."),
          Arguments.of(Colour.class, "blue", "Expected one of RED, red, GREEN."),
          Arguments.of(RoomName.class, "", "Expected a valid room name."),
          Arguments.of(Cursor.class, "-1", "Expected a valid cursor."),
          Arguments.of(Checked.class, "x", "Expected a valid checked."));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void saysWhatItExpected(Class<?> type, String text, String message) {
    assertThatThrownBy(() -> converters.convert(text, type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Object.class,
        File.class,
        StringBuilder.class,
        int[].class,
        Private.class,
        AbstractType.class,
        Pair.class,
        Deep.class,
        NotStatic.class,
        OtherResult.class
      })
  void knowsNoConverter(Class<?> type) {
    assertThat(converters.find(type)).isEmpty();
    assertThatThrownBy(() -> converters.convert("x", type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No converter reads ");
  }

  @Test
  void registeredConverterComesFirst() {
    Converter<Integer> answer = _ -> 42;
    Converter<Cursor> fixed = _ -> new Cursor(1);
    var custom = new Converters(Map.of(int.class, answer, Cursor.class, fixed));

    assertThat(custom.convert("x", Integer.class)).isEqualTo(42);
    assertThat(custom.convert("x", int.class)).isEqualTo(42);
    assertThat(custom.convert("x", Cursor.class)).isEqualTo(new Cursor(1));
    assertThat(custom.convert("x", Holder.class)).isEqualTo(new Holder(new Cursor(1)));
  }

  @Test
  void whatIsMeantForThePeerComesOutAsItIs() {
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> converters.convert("http", Refusing.class))
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(410));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> converters.convert("invalid", Refusing.class));
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(() -> converters.convert("error", Refusing.class));
  }

  enum Colour {
    RED,
    red,
    GREEN
  }

  record RoomName(String value) {
    RoomName {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("secret reasons");
      }
    }
  }

  record Page(int number) {}

  record Holder(Cursor cursor) {}

  record Deep(Holder holder) {}

  record Pair(int a, int b) {}

  record Cursor(int offset) {
    static Cursor of(String text) {
      int offset = Integer.parseInt(text);
      if (offset < 0) {
        throw new ArrayIndexOutOfBoundsException(offset);
      }
      return new Cursor(offset);
    }
  }

  record Parsed(String value) {
    static Parsed parse(String text) {
      return new Parsed("parse " + text);
    }

    static Parsed fromString(String text) {
      return new Parsed("fromString " + text);
    }
  }

  record FromString(String value) {
    public static FromString fromString(String text) {
      return new FromString("fromString " + text);
    }
  }

  record ValueOf(String value) {
    static ValueOf valueOf(String text) {
      return new ValueOf("valueOf " + text);
    }
  }

  sealed interface Shape {
    static Square of(String text) {
      return new Square("of " + text);
    }
  }

  record Square(String value) implements Shape {}

  record Checked(String value) {
    static Checked of(String text) throws Exception {
      throw new Exception(text);
    }
  }

  record Refusing(String value) {
    Refusing {
      switch (value) {
        case "http" -> throw new HttpException(410, "Gone");
        case "invalid" ->
            throw new InvalidRequestException(List.of(new Problem("query", "x", "No.", null)));
        default -> throw new StackOverflowError();
      }
    }
  }

  static final class Private {
    private Private(String text) {}

    private static Private of(String text) {
      return new Private(text);
    }
  }

  abstract static class AbstractType {
    AbstractType(String text) {}
  }

  static final class NotStatic {
    NotStatic of(String text) {
      return this;
    }
  }

  static final class OtherResult {
    static String of(String text) {
      return text;
    }
  }
}
