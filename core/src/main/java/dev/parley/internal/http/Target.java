package dev.parley.internal.http;

import dev.parley.HttpException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request target, taken apart (RFC 9112, section 3.2).
 *
 * @param rawPath the path as it came
 * @param rawQuery the text behind the question mark, empty if there is none
 * @param path the percent-decoded path
 */
record Target(String rawPath, String rawQuery, String path) {
  private static final String UNRESERVED_AND_MORE = "-._~!$&'()*+,;=:@/%";

  /**
   * Takes a target apart, strictly.
   *
   * @throws HttpException with 400 if it is not an absolute path, or not properly encoded
   */
  static Target parse(String target) {
    String originForm = originForm(target);
    int question = originForm.indexOf('?');
    String rawPath = question < 0 ? originForm : originForm.substring(0, question);
    String rawQuery = question < 0 ? "" : originForm.substring(question + 1);
    requireAllowed(rawPath, UNRESERVED_AND_MORE);
    // Browsers leave some characters as they are that RFC 3986 would have encoded in a query.
    requireAllowed(rawQuery, UNRESERVED_AND_MORE + "?[]{}|\\^`\"<>");
    requireNoDotSegments(rawPath);
    decode(rawQuery);
    return new Target(rawPath, rawQuery, decode(rawPath));
  }

  /** Decodes percent-encoding to UTF-8, strictly. */
  static String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    var bytes = ByteBuffer.allocate(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '%') {
        bytes.put((byte) c);
        continue;
      }
      bytes.put((byte) octet(encoded, i));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      throw bad("The request target is not percent-encoded UTF-8.");
    }
  }

  private static int octet(String encoded, int percent) {
    int high =
        percent + 2 < encoded.length() ? Character.digit(encoded.charAt(percent + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(encoded.charAt(percent + 2), 16);
    if (low < 0) {
      throw bad("A '%' in the request target is not followed by two hexadecimal digits.");
    }
    int octet = high << 4 | low;
    if (octet == 0) {
      throw bad("The request target has an encoded NUL.");
    }
    return octet;
  }

  /** Accepts the absolute form as the origin form (RFC 9112, section 3.2.2). */
  private static String originForm(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    boolean absolute =
        target.regionMatches(true, 0, "http://", 0, 7)
            || target.regionMatches(true, 0, "https://", 0, 8);
    if (!absolute) {
      throw bad("The request target is no path.");
    }
    int end = target.indexOf("://") + 3;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String behindAuthority = target.substring(end);
    return behindAuthority.startsWith("/") ? behindAuthority : "/" + behindAuthority;
  }

  private static void requireAllowed(String text, String allowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && allowed.indexOf(c) < 0) {
        throw bad("The request target has a character that must be percent-encoded.");
      }
    }
  }

  private static void requireNoDotSegments(String rawPath) {
    if (!rawPath.contains("/.")) {
      return;
    }
    boolean dots =
        Arrays.stream(rawPath.split("/")).anyMatch(name -> name.equals(".") || name.equals(".."));
    if (dots) {
      throw bad("The request target has a dot segment.");
    }
  }

  private static HttpException bad(String detail) {
    return new HttpException(400, detail);
  }
}
