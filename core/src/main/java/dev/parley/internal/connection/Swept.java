package dev.parley.internal.connection;

/** Something with deadlines that its event loop looks at every now and then. */
public interface Swept {
  /**
   * Checks deadlines. Called on the event loop, at least once a second.
   *
   * @param nanoTime the time by {@link dev.parley.internal.time.TimeSource#nanoTime()}
   */
  void sweep(long nanoTime);

  /**
   * About how many bytes of the heap it takes while nothing is on its way; always the same. Called
   * on the event loop.
   */
  int idleBytes();
}
