package dev.parley.internal.connection;

/** What happens on a line; called on its event loop. */
public interface LineListener extends Swept {
  /**
   * Bytes came in.
   *
   * @param buffer scratch memory, which may be changed but not kept
   */
  void received(byte[] buffer, int offset, int length);

  /** Written bytes have left. */
  void sent(int bytes);

  /**
   * The peer has ended its direction without closing the connection; the other direction may still
   * be open.
   */
  void inputEnded();

  /** The line is down: nothing can be sent or received any more. Called once. */
  void lost();
}
