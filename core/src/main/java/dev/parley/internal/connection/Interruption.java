package dev.parley.internal.connection;

import java.util.concurrent.CancellationException;

/** What an interrupt means within a wait of Parley's own. */
final class Interruption {
  private Interruption() {}

  /**
   * Ends a wait whose thread was interrupted: the connection has ended, or the work was cancelled.
   * The thread stays marked as interrupted.
   */
  static void throwIfInterrupted(Connection connection) {
    if (Thread.currentThread().isInterrupted()) {
      throw connection.hasEnded()
          ? connection.closed()
          : new CancellationException("The work was cancelled.");
    }
  }
}
