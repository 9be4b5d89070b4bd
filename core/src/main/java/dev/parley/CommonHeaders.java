package dev.parley;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
          "gzip, deflate, br, zstd",
          "empty",
          "same-origin",
          "https");

  private CommonHeaders() {}

  private static Map<String, String> index(String... texts) {
    return List.of(texts).stream().collect(Collectors.toMap(Function.identity(), text -> text));
  }

  /** A name in lower case, the same object for each that is common. */
  static String name(String name) {
    return NAMES.getOrDefault(name, name);
  }

  /** A value, the same object for each that is common. */
  static String value(String value) {
    return VALUES.getOrDefault(value, value);
  }
}
