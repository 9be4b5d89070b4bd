package dev.parley;

import java.time.Duration;

/** Thrown by a send whose peer did not read in time; the connection is then closed with 1013. */
public final class SendTimeoutException extends WebSocketClosedException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param timeout how long the send waited
   */
  public SendTimeoutException(Duration timeout) {
    super(
        "The peer did not read for " + timeout.toMillis() + " ms.",
        CloseReason.of(CloseCode.TRY_AGAIN_LATER, "Reading too slowly."));
  }
}
