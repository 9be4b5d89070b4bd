package dev.parley;

/**
 * Thrown by a connection's methods once the connection is closed or closing.
 *
 * <p>A handler need not catch it: uncaught, it is a normal end.
 */
public class WebSocketClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CloseReason closeReason;

  /**
   * Creates the exception.
   *
   * @param closeReason why the connection ended
   */
  public WebSocketClosedException(CloseReason closeReason) {
    this("The connection is closed: " + closeReason + ".", closeReason);
  }

  WebSocketClosedException(String message, CloseReason closeReason) {
    super(message);
    this.closeReason = closeReason;
  }

  /**
   * Returns why the connection ended: the peer's code and reason, 1005 where it gave none, 1006
   * where the line was lost, or what this server sent.
   *
   * @return the code and reason
   */
  public final CloseReason closeReason() {
    return closeReason;
  }

  /**
   * Returns the close code.
   *
   * @return the code of {@link #closeReason()}
   */
  public final int code() {
    return closeReason.code();
  }

  /**
   * Returns the close reason.
   *
   * @return the text of {@link #closeReason()}
   */
  public final String reason() {
    return closeReason.reason();
  }
}
