package dev.parley.internal.routing;

import dev.parley.WebSocket;
import dev.parley.internal.inject.RequestScope;

/** What a WebSocket route does with a connection: resolves parameters, then runs the handler. */
@FunctionalInterface
public interface SocketEndpoint {
  /**
   * Serves a connection on its virtual thread.
   *
   * @throws Throwable what the handler, or the resolution of its parameters, threw, unwrapped
   */
  void serve(WebSocket ws, RequestScope scope) throws Throwable;
}
