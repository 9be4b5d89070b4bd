package dev.parley.internal.netty;

import dev.parley.fuzz.Finding;
import dev.parley.fuzz.Pieces;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The head of a request, cut anywhere: what is refused before Netty decodes it is what {@link
 * HeadModel} refuses, and where the head ends is known.
 *
 * <p>An input is four bytes of seed for the cuts, then the head.
 */
public final class HeadFuzz {
  private static final int SEED_BYTES = 4;
  private static final int MAX_FIELDS = 3;

  /** Is refused within a head, wherever that is, and is nothing to look at behind its end. */
  private static final byte[] FOLDED = "x\n y".getBytes(StandardCharsets.ISO_8859_1);

  private HeadFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length <= SEED_BYTES) {
      return;
    }
    byte[] head = Arrays.copyOfRange(input, SEED_BYTES, input.length);
    var expected = HeadModel.read(head, MAX_FIELDS);
    compare(List.of(head), expected);
    compare(Pieces.of(input, SEED_BYTES, Pieces.seed(input, 0)), expected);
  }

  private static void compare(List<byte[]> reads, HeadModel expected) {
    var check = new HeadCheck(MAX_FIELDS);
    // What was before it must not matter.
    finds(check, "GET / HTTP/1.1\na:b\n\n".getBytes(StandardCharsets.ISO_8859_1));
    check.restart();
    boolean refused = false;
    for (byte[] bytes : reads) {
      refused = refused || finds(check, bytes);
    }
    boolean refuses = expected == HeadModel.WRONG || expected == HeadModel.TOO_MANY_FIELDS;
    Finding.unlessEqual(refuses, refused, "Whether a head is refused that is " + expected);
    Finding.unlessEqual(
        expected == HeadModel.TOO_MANY_FIELDS, check.hasTooManyFields(), "Too many fields");
    if (!refused) {
      Finding.unlessEqual(expected == HeadModel.ENDED, !finds(check, FOLDED), "Behind the end");
    }
  }

  private static boolean finds(HeadCheck check, byte[] bytes) {
    return check.finds(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
  }
}
