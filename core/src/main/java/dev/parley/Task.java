package dev.parley;

/**
 * Child work of a connection, running on a virtual thread of its own; it never outlives the
 * connection.
 */
public interface Task {
  /** Interrupts the work and does not wait for its end. Does nothing once it has ended. */
  void cancel();

  /**
   * Waits until the work has ended.
   *
   * <p>A failure of the work is not thrown here: it ends the connection.
   *
   * @throws WebSocketClosedException if the connection ends first
   */
  void join();

  /**
   * Tells whether the work has ended.
   *
   * @return true once it has returned, thrown or been cancelled
   */
  boolean isDone();
}
