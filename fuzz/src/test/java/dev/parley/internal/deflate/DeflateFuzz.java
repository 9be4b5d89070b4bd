package dev.parley.internal.deflate;

import dev.parley.fuzz.Finding;
import dev.parley.fuzz.Pieces;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What is sent compressed: the inflater of the JDK makes of it what it was, and it is no longer.
 *
 * <p>An input is a byte of choices, four bytes of seed, then the bytes of messages.
 */
public final class DeflateFuzz {
  private static final int HEAD_BYTES = 5;
  private static final byte[] TAIL = {0, 0, -1, -1};
  private static final int SMALLEST_WINDOW_BITS = 8;
  private static final int WINDOWS = 8;
  private static final int MORE_WITH_A_CONTEXT = 3;
  private static final List<PayloadDeflater> BY_LEVEL =
      Stream.of(1, 6, 9).map(level -> new PayloadDeflater(level, new DeflateOutput())).toList();

  private DeflateFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws DataFormatException {
    if (input.length <= HEAD_BYTES) {
      return;
    }
    boolean remembers = (input[0] & 1) != 0;
    int windowBits = SMALLEST_WINDOW_BITS + (input[0] >> 1 & 7) % WINDOWS;
    var deflater = BY_LEVEL.get((input[0] >> 4 & 15) % BY_LEVEL.size());
    deflater.forget();
    var inflater = new Inflater(true);
    try {
      for (byte[] message : Pieces.of(input, HEAD_BYTES, Pieces.seed(input, 1))) {
        if (!remembers) {
          inflater.reset();
        }
        roundTrip(message, remembers, windowBits, deflater, inflater);
      }
    } finally {
      inflater.end();
    }
  }

  private static void roundTrip(
      byte[] message,
      boolean remembers,
      int windowBits,
      PayloadDeflater deflater,
      Inflater inflater)
      throws DataFormatException {
    int most = remembers ? message.length + MORE_WITH_A_CONTEXT : message.length - 1;
    int length =
        remembers
            ? deflater.deflateOn(message, 0, message.length, most)
            : deflater.deflate(message, 0, message.length, windowBits);
    if (length < 0) {
      // It is sent as it is, and nothing that follows may refer to it.
      deflater.forget();
      return;
    }
    Finding.unless(length <= most, "What is compressed is not longer than it may be.");
    byte[] whole = Arrays.copyOf(deflater.output().bytes(), length + TAIL.length);
    Finding.unless(
        Arrays.equals(whole, length, whole.length, TAIL, 0, TAIL.length),
        "What is cut off is the end.");
    Finding.unlessEqual(hex(message), hex(inflate(inflater, whole)), "Inflated");
  }

  private static byte[] inflate(Inflater inflater, byte[] compressed) throws DataFormatException {
    var inflated = new ByteArrayOutputStream();
    byte[] output = new byte[8_192];
    inflater.setInput(compressed);
    for (int count = inflater.inflate(output); count > 0; count = inflater.inflate(output)) {
      inflated.write(output, 0, count);
    }
    return inflated.toByteArray();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
