package dev.parley;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of header fields that come with nearly every handshake. One string stands for
 * all of them, and one array for all handshakes with the same ones, as headers stay with their
 * connection.
 */
final class CommonHeaders {
  /** Names in lower case, by themselves and as they are mostly written. */
  private static final Map<String, String> NAMES =
      names(
          "Host",
          "Upgrade",
          "Connection",
          "Origin",
          "User-Agent",
          "Cookie",
          "Authorization",
          "Pragma",
          "Cache-Control",
          "Accept",
          "Accept-Encoding",
          "Accept-Language",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Protocol",
          "Sec-WebSocket-Extensions",
          "Sec-Fetch-Dest",
          "Sec-Fetch-Mode",
          "Sec-Fetch-Site",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "Content-Type",
          "Content-Length");

  private static final Map<String, String> VALUES =
      index(
          "websocket",
          "Upgrade",
          "upgrade",
          "keep-alive, Upgrade",
          "13",
          "no-cache",
          "permessage-deflate",
          "permessage-deflate; client_max_window_bits",
          "empty",
          "same-origin",
          "https");

  /** What many clients say in the same words, and what holds no secret. */
  private static final Set<String> ALIKE =
      Set.of("host", "origin", "user-agent", "accept-language", "accept-encoding");

  private static final int MAX_ALIKE_LENGTH = 256;

  /** What all values of fields together may have that are kept for other clients. */
  private static final int MAX_SHARED_LENGTH = 512;

  private static final int MAX_SHARED_FIELDS = 32;
  private static final int RECENT = 256;

  /** Values of {@link #ALIKE} that came lately, each at the place that its hash says. */
  private static final AtomicReferenceArray<@Nullable String> LATELY =
      new AtomicReferenceArray<>(RECENT);

  /** Fields that came lately, each at the place that their hash says. */
  private static final AtomicReferenceArray<@Nullable String @Nullable []> FIELDS_LATELY =
      new AtomicReferenceArray<>(RECENT);

  private CommonHeaders() {}

  private static Map<String, String> index(String... texts) {
    return List.of(texts).stream().collect(Collectors.toMap(Function.identity(), text -> text));
  }

  private static Map<String, String> names(String... written) {
    var names = new HashMap<String, String>();
    for (var name : written) {
      var lower = name.toLowerCase(Locale.ROOT);
      names.put(name, lower);
      names.put(lower, lower);
    }
    return Map.copyOf(names);
  }

  /** Tells whether a name or value takes no memory for those who have it. */
  static boolean isAlwaysThere(String text) {
    return NAMES.containsKey(text) || VALUES.containsKey(text);
  }

  /**
   * A name in lower case, the same object for each that is common; null if few clients send it.
   * Names that are not in ASCII are no such, as their letters are compared as characters.
   */
  static @Nullable String name(String name) {
    var common = NAMES.get(name);
    if (common != null) {
      return common;
    }
    var lower = name.toLowerCase(Locale.ROOT);
    common = NAMES.get(lower);
    return common != null || isAscii(lower) ? common : lower;
  }

  private static boolean isAscii(String text) {
    int ascii = 0;
    while (ascii < text.length() && text.charAt(ascii) < 0x80) {
      ascii++;
    }
    return ascii == text.length();
  }

  /** A value that is common, or may well come from another client, too; null if it is neither. */
  static @Nullable String value(@Nullable String name, String value) {
    if (name == null || !ALIKE.contains(name) || value.length() > MAX_ALIKE_LENGTH) {
      return VALUES.get(value);
    }
    int place = place(value.hashCode());
    var known = LATELY.get(place);
    if (value.equals(known)) {
      return known;
    }
    LATELY.set(place, value);
    return value;
  }

  /**
   * Names and values in turn, null for those that are not common; the same object for handshakes
   * that have them in common.
   */
  static @Nullable String[] fields(@Nullable String[] fields) {
    if (!mayBeShared(fields)) {
      return fields;
    }
    int place = place(Arrays.hashCode(fields));
    var known = FIELDS_LATELY.get(place);
    if (known != null && Arrays.equals(fields, known)) {
      return known;
    }
    FIELDS_LATELY.set(place, fields);
    return fields;
  }

  /** Only what is little, as it stays here when its connections have ended. */
  private static boolean mayBeShared(@Nullable String[] fields) {
    int length = 0;
    for (int i = 0; i < fields.length; i += 2) {
      var value = fields[i + 1];
      length += value == null ? 0 : value.length();
      var name = fields[i];
      if (name != null && !NAMES.containsKey(name)) {
        return false;
      }
    }
    return fields.length <= 2 * MAX_SHARED_FIELDS && length <= MAX_SHARED_LENGTH;
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & (RECENT - 1);
  }
}
