package dev.parley.internal.routing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which texts a parameter of a path template takes: the part behind the colon. */
enum SegmentKind {
  /** One segment that is not empty. */
  STR(".+"),

  /** Digits that fit an {@code int}. */
  INT("[0-9]{1,10}"),

  /** Digits that fit a {@code long}. */
  LONG("[0-9]{1,19}"),

  /** Digits with an optional fraction. */
  FLOAT("[0-9]+(\\.[0-9]+)?"),

  /** A UUID, with or without hyphens. */
  UUID("[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}"),

  /** The rest of the path, possibly empty, with its slashes. */
  PATH("");

  private final Pattern pattern;

  SegmentKind(String pattern) {
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
  }

  /** Finds a kind by its name in a template. */
  static Optional<SegmentKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(name)).findFirst();
  }

  /** The names for templates. */
  static String names() {
    return Arrays.stream(values()).map(SegmentKind::text).collect(Collectors.joining(", "));
  }

  /** Tells whether one decoded segment is taken. Not for {@link #PATH}. */
  boolean accepts(String segment) {
    if (segment.indexOf('/') >= 0 || PathSegments.isDots(segment)) {
      return false;
    }
    return pattern.matcher(segment).matches() && fits(segment);
  }

  /** Tells whether every segment that another kind takes is taken by this one, too. */
  boolean covers(SegmentKind other) {
    return switch (this) {
      case PATH -> true;
      case STR -> other != PATH;
      case FLOAT -> other == FLOAT || other == LONG || other == INT;
      case LONG -> other == LONG || other == INT;
      case INT, UUID -> other == this;
    };
  }

  private boolean fits(String segment) {
    return switch (this) {
      case INT -> Long.parseLong(segment) <= Integer.MAX_VALUE;
      case LONG -> segment.length() < 19 || segment.compareTo(String.valueOf(Long.MAX_VALUE)) <= 0;
      case STR, FLOAT, UUID, PATH -> true;
    };
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
