package dev.parley.internal.routing;

import java.util.List;

/** A route as a value. */
public sealed interface Route {
  /** The path template with all prefixes, as written. */
  String path();

  /** Where it was declared, for messages: {@code Chat.chat} or {@code lambda}. */
  String source();

  /** What exceptions become, nearest group first. */
  ErrorMappings errors();

  /** A WebSocket route. */
  record Socket(
      String path,
      String source,
      ErrorMappings errors,
      List<String> subprotocols,
      SocketEndpoint endpoint)
      implements Route {}

  /** An HTTP route. */
  record Http(
      String path, String source, ErrorMappings errors, String method, HttpEndpoint endpoint)
      implements Route {}
}
