package dev.parley;

import java.time.Duration;

/**
 * Thrown by a receive with a time limit when no message came in time.
 *
 * <p>The connection stays as it is, and no message is lost. Uncaught, it closes the connection with
 * 1008.
 */
public final class ReceiveTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param timeout how long the receive waited
   */
  public ReceiveTimeoutException(Duration timeout) {
    super("No message came within " + timeout.toMillis() + " ms.");
  }
}
