package dev.parley;

/**
 * Thrown by user code to close the connection with a code and a reason of its choice.
 *
 * <p>Before acceptance the handshake is completed and the connection closed at once, so that the
 * peer receives the code.
 */
public class WebSocketException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CloseReason closeReason;

  /**
   * Creates the exception.
   *
   * @param code the close code: 1000 to 1003, 1007 to 1014 or 3000 to 4999
   * @param reason the text for the peer, cut to 123 bytes of UTF-8
   * @throws IllegalArgumentException if the code may not be sent
   */
  public WebSocketException(int code, String reason) {
    super(code + " " + reason);
    if (!CloseCode.maySend(code)) {
      throw new IllegalArgumentException(
          "Close code is " + code + "; expected 1000 to 1003, 1007 to 1014 or 3000 to 4999.");
    }
    this.closeReason = CloseReason.of(code, reason);
  }

  /**
   * Returns the code and the reason to close with.
   *
   * @return the reason
   */
  public final CloseReason closeReason() {
    return closeReason;
  }
}
