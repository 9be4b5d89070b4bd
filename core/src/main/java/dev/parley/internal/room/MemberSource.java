package dev.parley.internal.room;

/** Implemented by every {@link dev.parley.WebSocket} of the engine. */
public interface MemberSource {
  /**
   * The connection as a room sees it; accepts the handshake if that has not happened.
   *
   * @throws dev.parley.WebSocketClosedException if the connection is closed or closing
   */
  MemberConnection member();
}
