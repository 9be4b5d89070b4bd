package dev.parley.internal.binding;

import dev.parley.internal.binding.Described.Reading;
import dev.parley.internal.inject.GenericType;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Converters for types of the JDK and for enums. */
final class BuiltInConverters {
  private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]{1,1000})(\\.0{1,100})?");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[+-]?([0-9]{1,1000}(\\.[0-9]{0,1000})?|\\.[0-9]{1,1000})([eE][+-]?[0-9]{1,3})?");
  private static final Pattern UUID_TEXT =
      Pattern.compile(
          "([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})");

  private static final Map<Class<?>, Described> BY_TYPE = new HashMap<>();

  static {
    addNumbers();
    addTimes();
    add(String.class, "text", text -> text);
    add(Boolean.class, "true or false", BuiltInConverters::bool);
    add(Character.class, "one character", BuiltInConverters::character);
    add(UUID.class, "a UUID", BuiltInConverters::uuid);
    add(URI.class, "a URI", URI::new);
  }

  private BuiltInConverters() {}

  /** Finds the converter of a class. */
  static Optional<Described> find(Class<?> type) {
    return type.isEnum()
        ? Optional.of(ofEnum(type))
        : Optional.ofNullable(BY_TYPE.get(GenericType.raw(GenericType.boxed(type))));
  }

  private static void addNumbers() {
    add(Byte.class, range(Byte.MIN_VALUE, Byte.MAX_VALUE), whole(BigInteger::byteValueExact));
    add(Short.class, range(Short.MIN_VALUE, Short.MAX_VALUE), whole(BigInteger::shortValueExact));
    add(
        Integer.class,
        range(Integer.MIN_VALUE, Integer.MAX_VALUE),
        whole(BigInteger::intValueExact));
    add(Long.class, range(Long.MIN_VALUE, Long.MAX_VALUE), whole(BigInteger::longValueExact));
    add(BigInteger.class, "a whole number of at most 1000 digits", whole(number -> number));
    add(Float.class, "a number", text -> finite(Float.parseFloat(decimal(text))));
    add(Double.class, "a number", text -> finite(Double.parseDouble(decimal(text))));
    add(BigDecimal.class, "a number of at most 1000 digits", text -> new BigDecimal(decimal(text)));
  }

  private static void addTimes() {
    add(Instant.class, "a time such as 2026-01-31T12:00:00Z", Instant::parse);
    add(Duration.class, "a duration such as PT1M30S", Duration::parse);
    add(Period.class, "a period such as P1Y2M3D", Period::parse);
    add(LocalDate.class, "a date such as 2026-01-31", LocalDate::parse);
    add(LocalTime.class, "a time of day such as 12:00:00", LocalTime::parse);
    add(LocalDateTime.class, "a date and time such as 2026-01-31T12:00:00", LocalDateTime::parse);
    add(
        OffsetDateTime.class,
        "a date and time such as 2026-01-31T12:00:00+01:00",
        OffsetDateTime::parse);
    add(OffsetTime.class, "a time of day such as 12:00:00+01:00", OffsetTime::parse);
    add(
        ZonedDateTime.class,
        "a date and time such as 2026-01-31T12:00:00+01:00[Europe/Paris]",
        ZonedDateTime::parse);
    add(Year.class, "a year such as 2026", Year::parse);
    add(YearMonth.class, "a month such as 2026-01", YearMonth::parse);
    add(MonthDay.class, "a day such as --01-31", MonthDay::parse);
    add(ZoneId.class, "a time zone such as Europe/Paris", ZoneId::of);
    add(ZoneOffset.class, "an offset such as +01:00", ZoneOffset::of);
  }

  private static void add(Class<?> type, String expected, Reading reading) {
    BY_TYPE.put(type, new Described(expected, reading));
  }

  private static String range(long least, long most) {
    return "a whole number from " + least + " to " + most;
  }

  private static Reading whole(Function<BigInteger, Object> narrowed) {
    return text -> {
      var matcher = WHOLE.matcher(text.strip());
      if (!matcher.matches()) {
        throw new NumberFormatException();
      }
      return narrowed.apply(new BigInteger(matcher.group(1)));
    };
  }

  /**
   * Keeps out what Java reads but people do not write, such as {@code 0x1p3}, {@code NaN}, {@code
   * 1d}.
   */
  private static String decimal(String text) {
    var number = text.strip();
    if (!DECIMAL.matcher(number).matches()) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static Float finite(float number) {
    if (Float.isInfinite(number)) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static Double finite(double number) {
    if (Double.isInfinite(number)) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static Boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException();
    }
    return text.charAt(0);
  }

  private static UUID uuid(String text) {
    var matcher = UUID_TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return UUID.fromString(matcher.replaceAll("$1-$2-$3-$4-$5"));
  }

  private static Described ofEnum(Class<?> type) {
    var constants = type.getEnumConstants();
    var names =
        Arrays.stream(constants)
            .map(constant -> ((Enum<?>) constant).name())
            .collect(Collectors.joining(", "));
    return new Described("one of " + names, text -> constant(constants, text.strip()));
  }

  private static Object constant(Object[] constants, String name) {
    Object found = null;
    for (var constant : constants) {
      var candidate = ((Enum<?>) constant).name();
      if (candidate.equals(name)) {
        return constant;
      }
      if (candidate.equalsIgnoreCase(name)) {
        found = constant;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException();
    }
    return found;
  }
}
