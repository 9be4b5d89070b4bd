package dev.parley.fuzz;

import dev.parley.internal.protocol.FrameReader;
import java.util.Arrays;

/**
 * The frame reader: any bytes, cut anywhere, mean what {@link FrameModel} says that they mean.
 *
 * <p>An input is four bytes of seed for the cuts, then frames.
 */
public final class FrameFuzz {
  private static final int SEED_BYTES = 4;
  private static final FrameReader.Limits LIMITS = new FrameReader.Limits(true, 70_000, 20);

  private FrameFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < SEED_BYTES) {
      return;
    }
    var expected = FrameModel.read(input, SEED_BYTES, LIMITS);
    read(input, 0).requireAll(expected, "in one read");
    int seed = Pieces.seed(input, 0);
    read(input, seed).requireAll(expected, "cut by seed " + seed);
  }

  private static Recorder read(byte[] input, int seed) {
    var recorder = new Recorder();
    var reader = new FrameReader(LIMITS);
    if (seed == 0) {
      reader.read(input.clone(), SEED_BYTES, input.length - SEED_BYTES, recorder);
      return recorder;
    }
    for (byte[] piece : Pieces.of(input, SEED_BYTES, seed)) {
      // In the middle of other bytes, as scratch memory is.
      byte[] scratch = new byte[piece.length + 20];
      Arrays.fill(scratch, (byte) 0xc1);
      System.arraycopy(piece, 0, scratch, 10, piece.length);
      reader.read(scratch, 10, piece.length, recorder);
      Finding.unless(
          scratch[9] == (byte) 0xc1 && scratch[10 + piece.length] == (byte) 0xc1,
          "Nothing is written outside of the bytes that were read.");
    }
    return recorder;
  }
}
