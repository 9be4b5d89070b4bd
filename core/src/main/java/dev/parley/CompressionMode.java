package dev.parley;

/** Whether messages are compressed, and what a connection keeps for it. */
public enum CompressionMode {
  /** Nothing is compressed; offers of clients are declined. */
  OFF,

  /**
   * Each message by itself (RFC 7692, section 7.1.1). A connection keeps nothing between its
   * messages.
   */
  MESSAGE,

  /**
   * Messages refer to the ones before, so that small ones that are alike become smaller. A
   * connection keeps about 312 KiB; from half of {@link Compression#maxCompressionBytes()} on,
   * further connections are served as by {@link #MESSAGE}.
   */
  CONTEXT
}
