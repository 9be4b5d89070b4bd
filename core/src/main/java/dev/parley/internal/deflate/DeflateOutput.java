package dev.parley.internal.deflate;

/** Memory to compress into. For one thread at a time. */
final class DeflateOutput {
  /** Beyond the longest end of a block, so that zlib need not end it twice. */
  static final int ROOM_BYTES = 16;

  private static final int KEPT_BYTES = 64 * 1024 + ROOM_BYTES;

  private byte[] bytes = new byte[0];

  byte[] bytes() {
    return bytes;
  }

  /** Makes room for a payload that does not become shorter. What was written before is lost. */
  void makeRoom(int payloadBytes) {
    int needed = payloadBytes + ROOM_BYTES;
    if (bytes.length < needed) {
      bytes = new byte[needed > KEPT_BYTES ? needed : Math.min(2 * needed, KEPT_BYTES)];
    }
  }

  /** Keeps no more memory than most messages need. */
  void trim() {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[KEPT_BYTES];
    }
  }
}
