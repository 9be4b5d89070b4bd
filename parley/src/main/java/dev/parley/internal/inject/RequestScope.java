package dev.parley.internal.inject;

import dev.parley.Request;
import dev.parley.WebSocket;
import java.util.Optional;

/**
 * The dependencies of one connection or HTTP request: one instance for each type, closed in the
 * reverse order of creation.
 */
public interface RequestScope {
  /** The request or handshake. */
  Request request();

  /** The connection; empty for an HTTP request. */
  Optional<WebSocket> webSocket();

  /** The instance of a type, made if that has not happened in this scope. */
  <T> T get(Class<T> type);

  /** The subprotocol that an identity found its credential behind; the answer must choose it. */
  Optional<String> chosenSubprotocol();

  /**
   * Closes what was made, in the reverse order of creation; every one is closed even if another
   * fails.
   *
   * @throws Exception the first failure, the others suppressed in it
   */
  void close() throws Exception;
}
