package dev.parley;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of header fields that come with nearly every handshake. One string stands for
 * all of them, as headers stay with their connection.
 */
final class CommonHeaders {
  private static final Map<String, String> NAMES =
      index(
          "host",
          "upgrade",
          "connection",
          "origin",
          "user-agent",
          "cookie",
          "authorization",
          "pragma",
          "cache-control",
          "accept",
          "accept-encoding",
          "accept-language",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-protocol",
          "sec-websocket-extensions",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "content-type",
          "content-length");

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
  private static final int RECENT = 256;

  /** Values of {@link #ALIKE} that came lately, each at the place that its hash says. */
  private static final AtomicReferenceArray<@Nullable String> LATELY =
      new AtomicReferenceArray<>(RECENT);

  private CommonHeaders() {}

  private static Map<String, String> index(String... texts) {
    return List.of(texts).stream().collect(Collectors.toMap(Function.identity(), text -> text));
  }

  /** A name in lower case, the same object for each that is common. */
  static String name(String name) {
    return NAMES.getOrDefault(name, name);
  }

  /** A value, the same object for each that is common, or came lately from another client. */
  static String value(String name, String value) {
    if (!ALIKE.contains(name) || value.length() > MAX_ALIKE_LENGTH) {
      return VALUES.getOrDefault(value, value);
    }
    int hash = value.hashCode();
    int place = (hash ^ hash >>> 16) & (RECENT - 1);
    var known = LATELY.get(place);
    if (value.equals(known)) {
      return known;
    }
    LATELY.set(place, value);
    return value;
  }
}
