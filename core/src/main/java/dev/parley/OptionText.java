package dev.parley;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Options as text: where system properties and environment variables are read and ranges are
 * checked.
 */
final class OptionText {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern CAPITAL = Pattern.compile("(?=[A-Z])");

  private OptionText() {}

  static void integer(String name, Consumer<Integer> setter) {
    read(name, Integer::valueOf, "a whole number", setter);
  }

  static void large(String name, Consumer<Long> setter) {
    read(name, Long::valueOf, "a whole number", setter);
  }

  static <E extends Enum<E>> void choice(String name, Class<E> type, Consumer<E> setter) {
    read(
        name,
        value -> Enum.valueOf(type, value.strip().toUpperCase(Locale.ROOT).replace('-', '_')),
        "one of " + choices(type),
        setter);
  }

  private static String choices(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }

  static void duration(String name, Consumer<Duration> setter) {
    read(name, OptionText::parseDuration, "a time such as 500ms, 10s, 5m or 1h", setter);
  }

  static void text(String name, Consumer<String> setter) {
    read(name, value -> value, "a text", setter);
  }

  static void list(String name, Consumer<List<String>> setter) {
    read(
        name,
        value ->
            Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList(),
        "values with commas",
        setter);
  }

  static int requireRange(String name, int value, int least, int most) {
    return (int) requireRange(name, (long) value, least, most);
  }

  static long requireRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ConfigurationException(
          name + " is " + value + "; expected " + least + " to " + most + ".");
    }
    return value;
  }

  static Duration requireRange(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigurationException(
          name + " is " + spell(value) + "; expected " + spell(least) + " to " + spell(most) + ".");
    }
    return value;
  }

  static String requireText(String name, String value) {
    if (value.isBlank()) {
      throw new ConfigurationException(name + " is blank; expected a text.");
    }
    return value;
  }

  static String environmentName(String name) {
    return "PARLEY_" + String.join("_", CAPITAL.split(name)).toUpperCase(Locale.ROOT);
  }

  static Duration parseDuration(String value) {
    var matcher = DURATION.matcher(value.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(value);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static <T> void read(
      String name, Function<String, T> parse, String expected, Consumer<T> setter) {
    String property = "parley." + name;
    String value = System.getProperty(property);
    String source = "System property " + property;
    if (value == null) {
      source = "Environment variable " + environmentName(name);
      value = environment(name);
    }
    if (value == null) {
      return;
    }
    setter.accept(parsed(source, value, parse, expected));
  }

  private static @Nullable String environment(String name) {
    return System.getenv(environmentName(name));
  }

  private static <T> T parsed(
      String source, String value, Function<String, T> parse, String expected) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException unreadable) {
      throw new ConfigurationException(source + " is '" + value + "'; expected " + expected + ".");
    }
  }

  private static String spell(Duration value) {
    if (value.isZero()) {
      return "0";
    }
    return value.toMillis() % 1000 == 0 ? value.toSeconds() + " s" : value.toMillis() + " ms";
  }
}
