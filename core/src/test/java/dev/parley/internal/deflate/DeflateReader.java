package dev.parley.internal.deflate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Inflates (RFC 1951) and notes how far back references go, which zlib does not tell. Simple and
 * slow.
 */
final class DeflateReader {
  private static final int[] LENGTH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final byte[] input;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private int bit;
  private int farthest;

  private DeflateReader(byte[] input) {
    this.input = input;
  }

  /** What was read. */
  record Content(byte[] bytes, int farthestReference) {}

  /** Reads whole blocks up to the end of the input, of which none is final. */
  static Content read(byte[] blocks) {
    var reader = new DeflateReader(blocks);
    while (reader.bit < 8 * blocks.length) {
      reader.block();
    }
    return new Content(reader.output.toByteArray(), reader.farthest);
  }

  private void block() {
    if (bits(1) != 0) {
      throw new AssertionError("a final block");
    }
    switch (bits(2)) {
      case 0 -> stored();
      case 1 -> compressed(new Codes(fixedLengths()), new Codes(distanceLengths()));
      case 2 -> dynamic();
      default -> throw new AssertionError("no such kind of block");
    }
  }

  private void stored() {
    bit = (bit + 7) / 8 * 8;
    int length = bits(16);
    if ((bits(16) ^ 0xffff) != length) {
      throw new AssertionError("lengths do not match");
    }
    output.write(input, bit / 8, length);
    bit += 8 * length;
  }

  private static int[] fixedLengths() {
    var lengths = new int[288];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    }
    return lengths;
  }

  private static int[] distanceLengths() {
    var lengths = new int[30];
    Arrays.fill(lengths, 5);
    return lengths;
  }

  private void dynamic() {
    int literals = 257 + bits(5);
    int distances = 1 + bits(5);
    int given = 4 + bits(4);
    var lengths = new int[19];
    for (int i = 0; i < given; i++) {
      lengths[ORDER[i]] = bits(3);
    }
    var codes = new Codes(lengths);
    var all = new int[literals + distances];
    int at = 0;
    while (at < all.length) {
      int symbol = codes.next();
      if (symbol < 16) {
        all[at++] = symbol;
        continue;
      }
      int repeated = symbol == 16 ? all[at - 1] : 0;
      int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
      Arrays.fill(all, at, at + times, repeated);
      at += times;
    }
    compressed(
        new Codes(Arrays.copyOf(all, literals)),
        new Codes(Arrays.copyOfRange(all, literals, all.length)));
  }

  private void compressed(Codes literals, Codes distances) {
    for (int symbol = literals.next(); symbol != 256; symbol = literals.next()) {
      if (symbol < 256) {
        output.write(symbol);
        continue;
      }
      int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
      int code = distances.next();
      int extra = Math.max(0, code / 2 - 1);
      int distance = (code < 2 ? code : (2 + code % 2) << extra) + 1 + bits(extra);
      copy(distance, length);
    }
  }

  private void copy(int distance, int length) {
    farthest = Math.max(farthest, distance);
    for (int i = 0; i < length; i++) {
      output.write(output.toByteArray()[output.size() - distance]);
    }
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value |= (input[bit / 8] >> bit % 8 & 1) << i;
    }
    return value;
  }

  /** A Huffman code, given by the lengths of its symbols (RFC 1951, section 3.2.2). */
  private final class Codes {
    private final int[] lengths;

    Codes(int[] lengths) {
      this.lengths = lengths;
    }

    int next() {
      int code = 0;
      int first = 0;
      for (int length = 1; length <= 15; length++) {
        code = code << 1 | bits(1);
        first <<= 1;
        int index = code - first;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
          if (lengths[symbol] == length) {
            if (index == 0) {
              return symbol;
            }
            index--;
            first++;
          }
        }
      }
      throw new AssertionError("no such code");
    }
  }
}
