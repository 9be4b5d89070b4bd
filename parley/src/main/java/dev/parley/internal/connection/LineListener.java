package dev.parley.internal.connection;

/** What happens on a line; called on its event loop. */
public interface LineListener {
  /**
   * Bytes came in.
   *
   * @param buffer scratch memory, which may be changed but not kept
   */
  void received(byte[] buffer, int offset, int length);

  /** Written bytes have left. */
  void sent(int bytes);

  /** The line is down: nothing can be sent or received any more. Called once. */
  void lost();

  /**
   * Checks deadlines. Called every now and then, at least once a second.
   *
   * @param nanoTime the time by {@link dev.parley.internal.time.TimeSource#nanoTime()}
   */
  void sweep(long nanoTime);
}
