package dev.parley;

import java.time.Duration;

/**
 * Observes a server. Every method does nothing unless overridden.
 *
 * <p>Called on the connection's virtual thread unless a method says otherwise; exceptions are
 * logged and otherwise ignored.
 */
public interface ServerListener {
  /**
   * Called when a handshake was accepted.
   *
   * @param ws the connection
   */
  default void connectionOpened(WebSocket ws) {}

  /**
   * Called once for every opened connection, after its handler and its clean-up have ended.
   *
   * @param ws the connection
   * @param reason why it ended
   * @param age how long it was open
   */
  default void connectionClosed(WebSocket ws, CloseReason reason, Duration age) {}

  /**
   * Called when a handshake was refused. Where the server itself refuses it, such as for its origin
   * or a limit, this is called on an event loop, and must not block.
   *
   * @param handshake the request
   * @param status the HTTP status that the client got
   */
  default void handshakeRefused(Handshake handshake, int status) {}

  /**
   * Called when a handler or its clean-up failed with an exception that nothing maps.
   *
   * @param request the handshake or request
   * @param failure the exception
   */
  default void handlerFailed(Request request, Throwable failure) {}

  /**
   * Called whenever a limit takes effect, on an event loop: must not block, and may be called very
   * often. {@link Server#limitHits} counts as well.
   *
   * @param limit the limit
   */
  default void limitReached(Limit limit) {}
}
