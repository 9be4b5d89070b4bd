package dev.parley.internal.netty;

/**
 * How much more has come of the chunks or frames of a body than of its content: a body that is
 * mostly framing costs its reader far more than its size tells (RFC 9112, section 7.1.1). Event
 * loop only.
 */
final class BodyFraming {
  /** How much more it may be. Chunks of five bytes and frames of nine never get there. */
  static final int MAX_EXCESS_BYTES = 16 * 1024;

  static final String PROBLEM =
      "The body has " + MAX_EXCESS_BYTES + " bytes more of framing than of content.";

  private int excessBytes;

  /** Counts what has come. */
  void add(int framingBytes, int contentBytes) {
    excessBytes = Math.max(0, excessBytes + framingBytes - contentBytes);
  }

  boolean isExcessive() {
    return excessBytes > MAX_EXCESS_BYTES;
  }

  /** Begins with another body. */
  void restart() {
    excessBytes = 0;
  }
}
