package dev.parley;

/** What {@link WebSocket#receive()} returns: a complete message, or the end of the connection. */
public sealed interface Message {
  /**
   * A text message (RFC 6455, section 5.6).
   *
   * @param text the whole text, possibly empty
   */
  record Text(String text) implements Message {}

  /**
   * A binary message (RFC 6455, section 5.6).
   *
   * @param bytes the whole content, possibly empty; the receiver owns the array
   */
  record Binary(byte[] bytes) implements Message {}

  /**
   * The end: no message follows.
   *
   * @param reason the code and reason that the peer sent, or why the connection was lost
   */
  record Disconnect(CloseReason reason) implements Message {}
}
