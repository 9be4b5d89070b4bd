package dev.parley.internal.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array at a time. */
final class ByteViews {
  /** The highest bit of each byte. */
  static final long HIGH_BITS = 0x8080808080808080L;

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private ByteViews() {}

  static long getLong(byte[] bytes, int offset) {
    return (long) LONGS.get(bytes, offset);
  }

  /**
   * Applies a mask (RFC 6455, section 5.3) in place.
   *
   * @param mask the masking key, rotated so that its first byte belongs to the first byte here
   * @return whether every byte is ASCII afterwards
   */
  static boolean unmask(byte[] bytes, int offset, int length, int mask) {
    long wide = (mask & 0xffff_ffffL) << 32 | (mask & 0xffff_ffffL);
    long seen = 0;
    int end = offset + length;
    int i = offset;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long value = (long) LONGS.get(bytes, i) ^ wide;
      LONGS.set(bytes, i, value);
      seen |= value;
    }
    for (int shift = 24; i < end; i++, shift = (shift - 8) & 31) {
      bytes[i] ^= (byte) (mask >> shift);
      seen |= bytes[i];
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** Returns the mask that belongs to the byte after a number of bytes. */
  static int rotate(int mask, long bytes) {
    return Integer.rotateLeft(mask, (int) (bytes & 3) * Byte.SIZE);
  }

  /** Tells whether a byte occurs. */
  static boolean contains(byte[] bytes, int offset, byte wanted) {
    long pattern = LOW_BITS * wanted;
    int i = offset;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long difference = (long) LONGS.get(bytes, i) ^ pattern;
      if (((difference - LOW_BITS) & ~difference & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
