package dev.parley;

/**
 * Why a connection ended: the close code and the text beside it (RFC 6455, section 7.1.6).
 *
 * @param code the close code, 1000 to 4999; 1005 and 1006 are only ever received
 * @param reason the text, empty if there was none
 */
public record CloseReason(int code, String reason) {
  /**
   * Checks the code.
   *
   * @throws IllegalArgumentException if the code is not within 1000 to 4999
   */
  public CloseReason {
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException("Close code is " + code + "; expected 1000 to 4999.");
    }
  }

  /**
   * Makes a reason from a code and a text.
   *
   * @param code the close code
   * @param reason the text
   * @return the reason
   */
  public static CloseReason of(int code, String reason) {
    return new CloseReason(code, reason);
  }

  /** Returns the code and the text, for example {@code 1000 Goodbye}. */
  @Override
  public String toString() {
    return reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
  }
}
