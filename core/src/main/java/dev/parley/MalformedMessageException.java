package dev.parley;

/**
 * Thrown by a receive when a message is not JSON.
 *
 * <p>The message is consumed and the connection stays usable. Uncaught, it closes the connection
 * with 1007.
 */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String raw;

  /**
   * Creates the exception.
   *
   * @param message what is wrong and where, as a sentence for the peer, without the content
   * @param raw the message as it came
   */
  public MalformedMessageException(String message, String raw) {
    super(message);
    this.raw = raw;
  }

  /**
   * Returns the message as it came.
   *
   * @return the text
   */
  public String raw() {
    return raw;
  }
}
