package dev.parley.internal.http;

import java.util.regex.Pattern;

/** The field {@code Host} of a request, or {@code :authority} (RFC 9112, section 3.2). */
public final class HostField {
  private static final Pattern NAME_AND_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(:[0-9]{0,5})?");

  /** The last one that was proper: mostly it is the same for all. */
  private static volatile String lastProper = "";

  private HostField() {}

  /** Tells whether a value names one host, perhaps with a port; it may be empty. */
  public static boolean isProper(String value) {
    if (value.equals(lastProper)) {
      return true;
    }
    boolean proper = NAME_AND_PORT.matcher(value).matches();
    if (proper) {
      lastProper = value;
    }
    return proper;
  }

  /**
   * Tells whether a target names no other host: it is no absolute form, or one of the same host
   * (RFC 9112, section 3.2.2).
   */
  public static boolean isOf(String target, String value) {
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    if (scheme < 0) {
      return true;
    }
    int end = scheme + 3;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return target.substring(scheme + 3, end).equalsIgnoreCase(value);
  }
}
