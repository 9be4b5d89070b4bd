package dev.parley;

/**
 * Thrown by a receive when the message is of the other kind: binary where text is expected, or text
 * where bytes are.
 *
 * <p>The message is consumed and the connection stays usable. Uncaught, it closes the connection
 * with 1003.
 */
public final class WrongMessageKindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Message received;

  /**
   * Creates the exception.
   *
   * @param message what was expected, as a sentence for the peer
   * @param received the message
   */
  public WrongMessageKindException(String message, Message received) {
    super(message);
    this.received = received;
  }

  /**
   * Returns the message that came.
   *
   * @return the message
   */
  public Message received() {
    return received;
  }
}
