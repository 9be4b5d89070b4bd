package dev.parley.internal.netty;

import dev.parley.fuzz.Finding;
import dev.parley.fuzz.Pieces;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, cut anywhere: what is refused before Netty decodes it is what {@link
 * HeadModel} refuses, and where the head ends is known.
 *
 * <p>An input is four bytes of seed for the cuts, then the head.
 */
public final class HeadFuzz {
  private static final int SEED_BYTES = 4;
  private static final HeadLimits LIMITS = new HeadLimits(40, 60, 3);

  /** Is refused within a head, wherever that is, and is nothing to look at behind its end. */
  private static final byte[] FOLDED = "x\r\n y".getBytes(StandardCharsets.ISO_8859_1);

  private HeadFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length <= SEED_BYTES) {
      return;
    }
    byte[] head = Arrays.copyOfRange(input, SEED_BYTES, input.length);
    var expected = HeadModel.read(head, LIMITS);
    compare(List.of(head), expected);
    compare(Pieces.of(input, SEED_BYTES, Pieces.seed(input, 0)), expected);
  }

  private static void compare(List<byte[]> reads, HeadModel expected) {
    var check = new HeadCheck(LIMITS);
    // What was before it must not matter.
    finding(check, "\r\nGET / HTTP/1.1\r\na:b\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    check.restart();
    HeadCheck.Finding found = null;
    for (byte[] bytes : reads) {
      found = found == null ? finding(check, bytes) : found;
    }
    Finding.unlessEqual(expected.finding(), Optional.ofNullable(found), "Head that is " + expected);
    if (found == null) {
      boolean looksFurther = finding(check, FOLDED) != null;
      Finding.unlessEqual(expected == HeadModel.ENDED, !looksFurther, "Behind the end");
    }
  }

  private static HeadCheck.@Nullable Finding finding(HeadCheck check, byte[] bytes) {
    return check.check(bytes, bytes.length);
  }
}
