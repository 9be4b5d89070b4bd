package dev.parley.internal.protocol;

import java.util.Arrays;

/**
 * The payload of a frame as far as it has come. Whatever length the frame has claimed, it holds at
 * most twice what has come.
 */
final class PartialMessage {
  private final int totalBytes;
  private byte[] bytes = {};
  private int count;
  private boolean ascii = true;

  PartialMessage(int totalBytes) {
    this.totalBytes = totalBytes;
  }

  int heldBytes() {
    return bytes.length;
  }

  /** Adds what has come; never more than the frame has. */
  void add(byte[] buffer, int offset, int length, boolean onlyAscii) {
    if (count + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(totalBytes, 2 * (count + length)));
    }
    System.arraycopy(buffer, offset, bytes, count, length);
    count += length;
    ascii &= onlyAscii;
  }

  /** The whole message as text; all of it has come. */
  String text() {
    return Utf8.decode(bytes, 0, count, ascii);
  }

  /** The whole message, whose array is the receiver's; all of it has come. */
  byte[] bytes() {
    return bytes;
  }
}
