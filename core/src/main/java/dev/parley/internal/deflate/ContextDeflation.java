package dev.parley.internal.deflate;

import dev.parley.internal.protocol.FrameWriter;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of one connection, which may refer to the ones before (RFC 7692, section
 * 7.1.1), in the order in which they leave. Event loop only.
 */
public final class ContextDeflation {
  /** Longer frames would hold up the loop. */
  static final int MAX_FRAME_BYTES = 64 * 1024;

  /** How much longer a message may become: the next ones can refer to it. */
  static final int MAX_GROWTH_BYTES = 3;

  private final int level;
  private final int thresholdBytes;
  private final DeflateOutput output;

  /** Made for the first message that is compressed. */
  private @Nullable PayloadDeflater deflater;

  /**
   * Creates the context of a connection.
   *
   * @param output memory of the event loop
   */
  ContextDeflation(int level, int thresholdBytes, DeflateOutput output) {
    this.level = level;
    // An empty message cannot become shorter.
    this.thresholdBytes = Math.max(1, thresholdBytes);
    this.output = output;
  }

  /**
   * Compresses a message of one frame, the next to leave. Returns the same frame if its payload is
   * small, cannot be compressed at all, or is long.
   */
  public byte[] compress(byte[] frame) {
    int payloadAt = FrameWriter.payloadAt(frame);
    int length = frame.length - payloadAt;
    if (length < thresholdBytes || frame.length > MAX_FRAME_BYTES) {
      return frame;
    }
    var own = deflater;
    if (own == null) {
      own = new PayloadDeflater(level, output);
      deflater = own;
    }
    int compressed = own.deflateOn(frame, payloadAt, length, length + MAX_GROWTH_BYTES);
    if (compressed < 0) {
      own.forget();
      return frame;
    }
    return FrameWriter.compressed(frame, output.bytes(), compressed);
  }

  /**
   * Forgets the messages before, because one that was compressed elsewhere leaves: the peer counts
   * from there as well.
   */
  public void forget() {
    if (deflater != null) {
      deflater.forget();
    }
  }

  void close() {
    if (deflater != null) {
      deflater.close();
      deflater = null;
    }
  }
}
