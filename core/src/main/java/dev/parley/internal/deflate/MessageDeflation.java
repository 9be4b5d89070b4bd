package dev.parley.internal.deflate;

import dev.parley.internal.protocol.FrameWriter;

/**
 * Compresses messages, each by itself, for all connections whose peers agreed to the same window:
 * what it makes for one of them is right for all. Safe to use from any thread.
 */
public final class MessageDeflation {
  private final DeflaterPool deflaters;
  private final int thresholdBytes;
  private final int windowBits;

  MessageDeflation(DeflaterPool deflaters, int thresholdBytes, int windowBits) {
    this.deflaters = deflaters;
    this.thresholdBytes = thresholdBytes;
    this.windowBits = windowBits;
  }

  /**
   * Compresses a message of one frame. Returns the same frame if its payload is small or would not
   * become shorter, or if every deflater is in use: nobody waits.
   */
  public byte[] compress(byte[] frame) {
    int payloadAt = FrameWriter.payloadAt(frame);
    int length = frame.length - payloadAt;
    var deflater = length < thresholdBytes ? null : deflaters.take();
    if (deflater == null) {
      return frame;
    }
    try {
      int compressed = deflater.deflate(frame, payloadAt, length, windowBits);
      return compressed < 0
          ? frame
          : FrameWriter.compressed(frame, deflater.output().bytes(), compressed);
    } finally {
      deflaters.give(deflater);
    }
  }
}
