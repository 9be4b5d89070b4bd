package dev.parley.internal.deflate;

import java.util.zip.Deflater;

/** Compresses payloads (RFC 7692, section 7.2.1). For one thread at a time. */
final class PayloadDeflater implements AutoCloseable {
  /** Beyond the longest end of a block, so that zlib need not end it twice. */
  private static final int ROOM_BYTES = 16;

  private static final int KEPT_BYTES = 64 * 1024;
  private static final int LARGEST_WINDOW_BITS = 15;

  /** An empty block without compression, but for its first byte. */
  private static final int TAIL_BYTES = 4;

  private final Deflater deflater;
  private byte[] output = new byte[4 * 1024];

  PayloadDeflater(int level) {
    this.deflater = new Deflater(level, true);
  }

  /** What {@link #deflate} has made, from the beginning. */
  byte[] output() {
    return output;
  }

  /**
   * Compresses a payload that refers to nothing before it.
   *
   * @param windowBits how far back it may refer, as a power of two
   * @return how many bytes it has, with the end that {@link #withoutTail} cuts off; -1 if it is not
   *     shorter than before
   */
  int deflate(byte[] bytes, int offset, int length, int windowBits) {
    deflater.reset();
    if (windowBits == LARGEST_WINDOW_BITS) {
      return deflateOn(bytes, offset, length);
    }
    // zlib of the JDK has one window only. What is flushed in full is never referred to, so that
    // pieces as long as the window keep to it.
    makeRoom(length);
    int piece = 1 << windowBits;
    int made = 0;
    for (int done = 0; done < length && made >= 0; done += piece) {
      deflater.setInput(bytes, offset + done, Math.min(piece, length - done));
      made = flush(made, length, Deflater.FULL_FLUSH);
    }
    return made;
  }

  /** Compresses a payload that may refer to those before it. */
  int deflateOn(byte[] bytes, int offset, int length) {
    makeRoom(length);
    deflater.setInput(bytes, offset, length);
    return flush(0, length, Deflater.SYNC_FLUSH);
  }

  /** Forgets the payloads before. */
  void forget() {
    deflater.reset();
  }

  /** The length without the end that every message would have (section 7.2.1). */
  static int withoutTail(int length) {
    return length - TAIL_BYTES;
  }

  private int flush(int from, int most, int mode) {
    int room = most + ROOM_BYTES - from;
    int count = deflater.deflate(output, from, room, mode);
    // Where the room is used up, more would follow.
    return count == room || from + count - TAIL_BYTES >= most ? -1 : from + count;
  }

  private void makeRoom(int length) {
    if (output.length < length + ROOM_BYTES) {
      output = new byte[length + ROOM_BYTES];
    }
  }

  /** Keeps no more memory than most messages need. */
  void trim() {
    if (output.length > KEPT_BYTES) {
      output = new byte[KEPT_BYTES];
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
