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

  /** Of how much more its reader has a rest: that is more than 200 chunks. */
  private static final int BYTES_PER_REST = 1024;

  private int excessBytes;
  private int nextRest = BYTES_PER_REST;

  /** Counts what has come. */
  void add(int framingBytes, int contentBytes) {
    excessBytes = Math.max(0, excessBytes + framingBytes - contentBytes);
  }

  boolean isExcessive() {
    return excessBytes > MAX_EXCESS_BYTES;
  }

  /** Tells whether so much more has come since the last rest that its reader has another one. */
  boolean takesRest() {
    if (excessBytes < nextRest) {
      return false;
    }
    nextRest = excessBytes + BYTES_PER_REST;
    return true;
  }

  /** Begins with another body. */
  void restart() {
    excessBytes = 0;
    nextRest = BYTES_PER_REST;
  }
}
