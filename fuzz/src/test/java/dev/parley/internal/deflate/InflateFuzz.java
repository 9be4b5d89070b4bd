package dev.parley.internal.deflate;

import dev.parley.fuzz.Finding;
import dev.parley.fuzz.FrameModel;
import dev.parley.fuzz.InflateModel;
import dev.parley.fuzz.Outcome;
import dev.parley.fuzz.Pieces;
import dev.parley.fuzz.Recorder;
import dev.parley.internal.protocol.FrameReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compressed messages: any bytes, cut anywhere, with pauses, on connections that share their
 * inflaters, mean what {@link FrameModel} and {@link InflateModel} say that they mean.
 *
 * <p>An input is a byte of choices, four bytes of seed, then frames.
 */
public final class InflateFuzz {
  private static final int HEAD_BYTES = 5;
  private static final int CONNECTIONS = 3;
  private static final FrameReader.Limits LIMITS = new FrameReader.Limits(true, 70_000, 20);

  private InflateFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < HEAD_BYTES) {
      return;
    }
    boolean ownContext = (input[0] & 1) != 0;
    boolean pauses = (input[0] & 2) != 0;
    int maxHeld = 1 + (input[0] >> 2 & 3);
    Outcome expected;
    try (var model = new InflateModel(ownContext)) {
      expected = FrameModel.read(input, HEAD_BYTES, LIMITS, model);
    }
    atOnce(input, ownContext).requireAll(expected, "in one read");
    sideBySide(input, expected, ownContext, pauses, maxHeld);
  }

  private static Recorder atOnce(byte[] input, boolean ownContext) {
    var inflaters = new LoopInflaters(1);
    var lease = inflaters.lease(ownContext, () -> {});
    var recorder = new Recorder();
    var reader = new FrameReader(LIMITS);
    reader.inflateWith(lease);
    reader.read(input.clone(), HEAD_BYTES, input.length - HEAD_BYTES, recorder);
    lease.close();
    inflaters.close();
    return recorder;
  }

  private static void sideBySide(
      byte[] input, Outcome expected, boolean ownContext, boolean pauses, int maxHeld) {
    int seed = Pieces.seed(input, 1);
    var random = new SplittableRandom(seed);
    var inflaters = new LoopInflaters(maxHeld);
    var lines =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(i ->
                new Line(
                    Pieces.of(input, HEAD_BYTES, seed + i),
                    inflaters,
                    ownContext,
                    pauses ? random.split() : null))
            .toList();
    while (lines.stream().anyMatch(Line::goesOn)) {
      var waiting = lines.stream().filter(Line::goesOn).toList();
      waiting.get(random.nextInt(waiting.size())).read();
      Finding.unless(inflaters.held() <= (ownContext ? 0 : maxHeld), "No more than agreed.");
    }
    Finding.unless(
        !ownContext || lines.stream().noneMatch(line -> line.revoked), "A context is kept.");
    lines.forEach(line -> line.compare(expected, "cut by seed " + seed));
    lines.forEach(line -> line.lease.close());
    Finding.unlessEqual(0, inflaters.held(), "Inflaters that are not given back");
    inflaters.close();
  }

  /** One of several connections. */
  private static final class Line {
    private final Deque<byte[]> pieces;
    private final LoopInflaters.Lease lease;
    private final FrameReader reader = new FrameReader(LIMITS);
    private final Recorder recorder;
    private boolean revoked;

    Line(
        List<byte[]> pieces,
        LoopInflaters inflaters,
        boolean ownContext,
        @Nullable SplittableRandom pauses) {
      this.pieces = new ArrayDeque<>(pieces);
      this.lease = inflaters.lease(ownContext, () -> revoked = true);
      this.recorder = new Recorder(() -> pauses != null && pauses.nextBoolean());
      reader.inflateWith(lease);
    }

    boolean goesOn() {
      return !pieces.isEmpty() && !revoked && !recorder.hasEnded();
    }

    void read() {
      byte[] piece = pieces.remove();
      int taken = reader.read(piece, 0, piece.length, recorder);
      if (reader.isPaused()) {
        pieces.addFirst(Arrays.copyOfRange(piece, taken, piece.length));
      } else {
        Finding.unless(
            taken == piece.length || recorder.hasEnded() || revoked, "All bytes are taken.");
      }
    }

    void compare(Outcome expected, String how) {
      if (revoked) {
        recorder.requireBeginning(expected, how + ", revoked");
      } else {
        recorder.requireAll(expected, how);
      }
    }
  }
}
