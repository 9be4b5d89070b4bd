package dev.parley.internal.handshake;

import java.util.List;
import java.util.Locale;

/** Which origins a browser page may come from (RFC 6454; RFC 6455, section 10.2). */
public final class Origins {
  private static final String ANY = "*";
  private static final String WILDCARD = "://*.";

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
    boolean same = scheme > 0 && origin.substring(scheme + "://".length()).equalsIgnoreCase(host);
    return same || allows(origin);
  }

  /** Tells whether every origin is allowed. */
  public boolean allowsAny() {
    return patterns.contains(ANY);
  }

  private static boolean matches(String pattern, String origin) {
    if (pattern.equals(ANY) || pattern.equals(origin)) {
      return true;
    }
    int wildcard = pattern.indexOf(WILDCARD);
    if (wildcard < 0) {
      return false;
    }
    String scheme = pattern.substring(0, wildcard + "://".length());
    String suffix = pattern.substring(wildcard + WILDCARD.length() - 1);
    return origin.startsWith(scheme)
        && origin.endsWith(suffix)
        && origin.length() > scheme.length() + suffix.length();
  }
}
