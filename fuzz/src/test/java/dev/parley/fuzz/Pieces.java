package dev.parley.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Cuts bytes into reads, the same for the same seed: many small ones, some large ones. */
public final class Pieces {
  private Pieces() {}

  /** The seed that an input has in four of its bytes. */
  public static int seed(byte[] input, int offset) {
    return ByteBuffer.wrap(input).getInt(offset);
  }

  /** Cuts what is behind an offset. */
  public static List<byte[]> of(byte[] bytes, int offset, int seed) {
    var random = new SplittableRandom(seed);
    var pieces = new ArrayList<byte[]>();
    int position = offset;
    while (position < bytes.length) {
      int most =
          switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 4;
            case 2 -> 40;
            default -> bytes.length;
          };
      int end = Math.min(bytes.length, position + 1 + random.nextInt(most));
      pieces.add(Arrays.copyOfRange(bytes, position, end));
      position = end;
    }
    return pieces;
  }
}
