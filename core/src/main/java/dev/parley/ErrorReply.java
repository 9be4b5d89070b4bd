package dev.parley;

/**
 * What the peer is told about an exception: an HTTP status while the handshake or the request is
 * unanswered, a close code afterwards.
 *
 * @param status the HTTP status, 400 to 599
 * @param closeCode the close code, such as 1008 or 4000 to 4999
 * @param message the text for the peer: the {@code detail} of the JSON body, or the close reason,
 *     there cut to 123 bytes
 */
public record ErrorReply(int status, int closeCode, String message) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the status is not within 400 to 599, or the close code
   *     cannot be sent
   */
  public ErrorReply {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("Status is " + status + "; expected 400 to 599.");
    }
    if (!CloseCode.maySend(closeCode)) {
      throw new IllegalArgumentException(
          "Close code is " + closeCode + "; expected one that may be sent, such as 1008 or 4000.");
    }
  }
}
