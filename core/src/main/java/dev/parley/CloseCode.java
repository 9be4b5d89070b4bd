package dev.parley;

/** The close codes of RFC 6455, section 7.4.1, and of the IANA registry, by name. */
public final class CloseCode {
  /** The purpose of the connection is fulfilled. */
  public static final int NORMAL = 1000;

  /** The peer goes away: a browser leaves the page. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** The kind of the message is not supported here: binary where text is expected. */
  public static final int UNSUPPORTED_DATA = 1003;

  /** No code was in the close frame. Never on the wire. */
  public static final int NO_STATUS = 1005;

  /** The connection was lost without a close frame. Never on the wire. */
  public static final int ABNORMAL = 1006;

  /** The content does not fit the kind of message: text that is not UTF-8, malformed JSON. */
  public static final int INVALID_PAYLOAD = 1007;

  /** The message breaks a rule of the application. */
  public static final int POLICY_VIOLATION = 1008;

  /** The message is too large. */
  public static final int MESSAGE_TOO_BIG = 1009;

  /** The server met something it did not expect. */
  public static final int INTERNAL_ERROR = 1011;

  /** The server restarts: come back. */
  public static final int SERVICE_RESTART = 1012;

  /** The server is overloaded, or the peer reads too slowly: try again later. */
  public static final int TRY_AGAIN_LATER = 1013;

  private CloseCode() {}

  /**
   * Tells whether a close frame may carry a code: 1000 to 1003, 1007 to 1014 and 3000 to 4999.
   *
   * @param code the code
   * @return whether it may be sent
   */
  public static boolean maySend(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
