package dev.parley;

/** A connection's life as a lambda: {@code app.websocket("/ws", ws -> ...)}. */
@FunctionalInterface
public interface WebSocketHandler {
  /**
   * Serves one connection; see {@link WebSocketRoute}.
   *
   * @param ws the connection
   * @throws Exception whatever went wrong; mapped to an HTTP status or a close code
   */
  void handle(WebSocket ws) throws Exception;
}
