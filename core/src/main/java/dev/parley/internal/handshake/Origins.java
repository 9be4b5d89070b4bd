package dev.parley.internal.handshake;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which origins a browser page may come from (RFC 6454; RFC 6455, section 10.2). */
public final class Origins {
  private static final String ANY = "*";
  private static final String WILDCARD = "://*.";

  /** What a wildcard stands for: names of hosts, and nothing else that a URL may have. */
  private static final Pattern NAMES = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

  /** What an option may list. */
  private static final Pattern LISTED =
      Pattern.compile(
          "\\*|[a-zA-Z][a-zA-Z0-9+.-]*://(\\*\\.)?([a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final int MOST_PRINTED = 200;

  private final List<String> patterns;

  /**
   * Creates the rule.
   *
   * @param patterns exact origins, {@code https://*.example.com} for every host below, {@code *}
   *     for all
   */
  public Origins(List<String> patterns) {
    this.patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
  }

  /** Tells whether a pattern can match the origin of a page. */
  public static boolean isPattern(String text) {
    return LISTED.matcher(text).matches();
  }

  /** An origin as a log may have it: a stranger wrote it. */
  public static String printable(String origin) {
    String cut = origin.length() > MOST_PRINTED ? origin.substring(0, MOST_PRINTED) : origin;
    return UNPRINTABLE.matcher(cut).replaceAll("?");
  }

  /** Tells whether an origin is on the list. */
  public boolean allows(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    // A sandboxed page or a local file sends "null": it may be anybody.
    return !lower.equals("null") && patterns.stream().anyMatch(pattern -> matches(pattern, lower));
  }

  /**
   * Tells whether an origin is on the list or is that of the server itself. The scheme is not
   * compared: a proxy may have ended TLS.
   *
   * @param host the {@code Host} header
   */
  public boolean allowsOrSame(String origin, String host) {
    int scheme = origin.indexOf("://");
    boolean same =
        scheme > 0
            && !host.isEmpty()
            && origin.substring(scheme + "://".length()).equalsIgnoreCase(host);
    return same || allows(origin);
  }

  /** Tells whether every origin is allowed. */
  public boolean allowsAny() {
    return patterns.contains(ANY);
  }

  private static boolean matches(String pattern, String origin) {
    if (pattern.equals(ANY)) {
      return true;
    }
    int wildcard = pattern.indexOf(WILDCARD);
    if (wildcard < 0) {
      return pattern.equals(origin);
    }
    String scheme = pattern.substring(0, wildcard + "://".length());
    String suffix = pattern.substring(wildcard + WILDCARD.length() - 1);
    return origin.startsWith(scheme)
        && origin.endsWith(suffix)
        && origin.length() > scheme.length() + suffix.length()
        && NAMES
            .matcher(origin.substring(scheme.length(), origin.length() - suffix.length()))
            .matches();
  }
}
