package dev.parley.internal.deflate;

import java.util.zip.Deflater;

/** Compresses payloads (RFC 7692, section 7.2.1). For one thread at a time. */
final class PayloadDeflater implements AutoCloseable {
  /** An empty block without compression, but for its first byte. */
  private static final int TAIL_BYTES = 4;

  private final Deflater deflater;
  private final DeflateOutput output;

  /** Creates a deflater that writes to the beginning of an output. */
  PayloadDeflater(int level, DeflateOutput output) {
    this.deflater = new Deflater(level, true);
    this.output = output;
  }

  DeflateOutput output() {
    return output;
  }

  /**
   * Compresses a payload that refers to nothing before it.
   *
   * @param windowBits how far back it may refer, as a power of two
   * @return how many bytes it has now, without the end that every message would have; -1 if they
   *     are not fewer than before
   */
  int deflate(byte[] bytes, int offset, int length, int windowBits) {
    deflater.reset();
    // zlib of the JDK has one window only. What is flushed in full is never referred to, so that
    // pieces as long as the window keep to it.
    int piece = windowBits == DeflateTerms.LARGEST_WINDOW_BITS ? length : 1 << windowBits;
    int most = length - 1;
    output.makeRoom(length);
    int made = 0;
    int done = 0;
    do {
      int count = Math.min(piece, length - done);
      deflater.setInput(bytes, offset + done, count);
      done += count;
      made = flush(made, most, done < length ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH);
    } while (done < length && made >= 0);
    return made < 0 ? made : made - TAIL_BYTES;
  }

  /**
   * Compresses a payload that may refer to those before it.
   *
   * @param most how many bytes it may have then
   * @return how many bytes it has now, without the end that every message would have; -1 if they
   *     are more. Then the peer does not get to know the payload: {@link #forget} is to follow.
   */
  int deflateOn(byte[] bytes, int offset, int length, int most) {
    output.makeRoom(most);
    deflater.setInput(bytes, offset, length);
    int made = flush(0, most, Deflater.SYNC_FLUSH);
    return made < 0 ? made : made - TAIL_BYTES;
  }

  /** Forgets the payloads before. */
  void forget() {
    deflater.reset();
  }

  private int flush(int from, int most, int mode) {
    int room = most + DeflateOutput.ROOM_BYTES - from;
    int count = deflater.deflate(output.bytes(), from, room, mode);
    // Where the room is used up, more would follow.
    return count == room || from + count - TAIL_BYTES > most ? -1 : from + count;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
