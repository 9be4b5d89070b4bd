package dev.parley.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Cuts bytes into reads, the same for the same seed: many small ones, some large ones. */
final class Pieces {
  private Pieces() {}

  static void of(byte[] bytes, int offset, int seed, Consumer<byte[]> reader) {
    var random = new SplittableRandom(seed);
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
      reader.accept(Arrays.copyOfRange(bytes, position, end));
      position = end;
    }
  }
}
