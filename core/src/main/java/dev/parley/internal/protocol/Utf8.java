package dev.parley.internal.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Validates UTF-8 as it arrives (RFC 3629, section 4).
 *
 * <p>The state between two calls is one int: 0 at a character boundary; otherwise how many bytes
 * are missing and within what range the next one must lie.
 */
final class Utf8 {
  /** The state at a character boundary. */
  static final int BOUNDARY = 0;

  /** The state after a byte that cannot stand where it does. */
  static final int INVALID = -1;

  private static final int CONTINUATION_LEAST = 0x80;
  private static final int CONTINUATION_MOST = 0xbf;

  private Utf8() {}

  /** Returns the state after some bytes more; {@link #INVALID} as soon as one is wrong. */
  static int validate(int state, byte[] bytes, int offset, int length) {
    int current = state;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (current == BOUNDARY) {
        i += asciiPrefix(bytes, i, end - i);
        if (i == end) {
          return BOUNDARY;
        }
      }
      current = next(current, bytes[i] & 0xff);
      if (current == INVALID) {
        return INVALID;
      }
    }
    return current;
  }

  /** Returns how many bytes from an offset on are ASCII. */
  static int asciiPrefix(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i + Long.BYTES <= end && (ByteViews.getLong(bytes, i) & ByteViews.HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < end && bytes[i] >= 0) {
      i++;
    }
    return i - offset;
  }

  /** Decodes bytes that are known to be valid. */
  static String decode(byte[] bytes, int offset, int length, boolean ascii) {
    return new String(
        bytes, offset, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private static int next(int state, int value) {
    if (state == BOUNDARY) {
      return lead(value);
    }
    int missing = state >> 16;
    int least = (state >> 8) & 0xff;
    int most = state & 0xff;
    if (value < least || value > most) {
      return INVALID;
    }
    return missing == 1 ? BOUNDARY : expect(missing - 1, CONTINUATION_LEAST, CONTINUATION_MOST);
  }

  /**
   * The first byte beyond ASCII. The ranges exclude overlong forms, surrogates and what lies beyond
   * U+10FFFF.
   */
  private static int lead(int value) {
    if (value >= 0xc2 && value <= 0xdf) {
      return expect(1, CONTINUATION_LEAST, CONTINUATION_MOST);
    }
    if (value >= 0xe0 && value <= 0xef) {
      return expect(
          2, value == 0xe0 ? 0xa0 : CONTINUATION_LEAST, value == 0xed ? 0x9f : CONTINUATION_MOST);
    }
    if (value >= 0xf0 && value <= 0xf4) {
      return expect(
          3, value == 0xf0 ? 0x90 : CONTINUATION_LEAST, value == 0xf4 ? 0x8f : CONTINUATION_MOST);
    }
    return INVALID;
  }

  private static int expect(int missing, int least, int most) {
    return missing << 16 | least << 8 | most;
  }
}
