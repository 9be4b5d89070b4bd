package dev.parley.internal.binding;

import dev.parley.HttpHandler;
import dev.parley.WebSocketHandler;
import dev.parley.internal.routing.ErrorMappings;
import java.util.List;
import java.util.OptionalInt;

/**
 * A route as it was registered, before it is known what it needs.
 *
 * @param path its path with all prefixes
 * @param source where it was declared, for messages
 * @param required what it resolves first, in order
 * @param errors what exceptions become
 * @param maxConnections how many connections it may have, if it is a WebSocket route
 * @param serving what it runs
 */
record RouteDeclaration(
    String path,
    String source,
    List<Class<?>> required,
    ErrorMappings errors,
    OptionalInt maxConnections,
    Serving serving) {
  /** What a route runs. */
  sealed interface Serving {
    /** A method for each connection. */
    record SocketMethod(BoundMethod method, List<String> subprotocols) implements Serving {}

    /** A lambda for each connection. */
    record SocketLambda(WebSocketHandler handler) implements Serving {}

    /** A method for each request. */
    record HttpMethod(String verb, BoundMethod method) implements Serving {}

    /** A lambda for each request. */
    record HttpLambda(String verb, HttpHandler handler) implements Serving {}
  }
}
