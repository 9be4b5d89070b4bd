package dev.parley.internal.routing;

import java.util.List;
import java.util.OptionalInt;

/** A route as a value. */
public sealed interface Route {
  /** The path template with all prefixes, as written. */
  String path();

  /** Where it was declared, for messages: {@code Chat.chat} or {@code lambda}. */
  String source();

  /** What exceptions become, nearest group first. */
  ErrorMappings errors();

  /** A WebSocket route; by default with as many connections as the server may have. */
  record Socket(
      String path,
      String source,
      ErrorMappings errors,
      List<String> subprotocols,
      SocketEndpoint endpoint,
      OptionalInt maxConnections)
      implements Route {
    /** Creates a route without a limit of its own. */
    public Socket(
        String path,
        String source,
        ErrorMappings errors,
        List<String> subprotocols,
        SocketEndpoint endpoint) {
      this(path, source, errors, subprotocols, endpoint, OptionalInt.empty());
    }
  }

  /** An HTTP route. */
  record Http(
      String path, String source, ErrorMappings errors, String method, HttpEndpoint endpoint)
      implements Route {}
}
