package dev.parley.fuzz;

import dev.parley.CloseReason;
import dev.parley.internal.protocol.FrameReader;
import dev.parley.internal.protocol.FrameSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The frame reader: any bytes, cut anywhere, mean what {@link FrameModel} says that they mean.
 *
 * <p>An input is four bytes of seed for the cuts, then frames.
 */
public final class FrameFuzz {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SEED_BYTES = 4;
  private static final int MAX_MESSAGE_BYTES = 70_000;
  private static final int MAX_FRAGMENTS = 20;

  private FrameFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < SEED_BYTES) {
      return;
    }
    var expected = FrameModel.read(input, SEED_BYTES, MAX_MESSAGE_BYTES, MAX_FRAGMENTS);
    compare(expected, read(input, 0), "in one read");
    int seed = HexFormat.fromHexDigits(HEX.formatHex(input, 0, SEED_BYTES));
    compare(expected, read(input, seed), "cut by seed " + seed);
  }

  private static void compare(Outcome expected, Recorder actual, String how) {
    Finding.unlessEqual(expected.events(), actual.events, "Events, " + how);
    Finding.unlessEqual(expected.end(), actual.end, "End, " + how);
    if (expected.end().equals("open")) {
      Finding.unlessEqual(expected.open(), actual.open(expected.open()), "Open message, " + how);
    } else {
      Finding.unless(
          expected.open().startsWith(actual.open(expected.open())),
          "What came of the message before the end is part of it, " + how);
    }
  }

  private static Recorder read(byte[] input, int seed) {
    var recorder = new Recorder();
    var reader = new FrameReader(new FrameReader.Limits(true, MAX_MESSAGE_BYTES, MAX_FRAGMENTS));
    if (seed == 0) {
      reader.read(input.clone(), SEED_BYTES, input.length - SEED_BYTES, recorder);
    } else {
      Pieces.of(
          input,
          SEED_BYTES,
          seed,
          piece -> {
            // In the middle of other bytes, as scratch memory is.
            byte[] scratch = new byte[piece.length + 20];
            Arrays.fill(scratch, (byte) 0xc1);
            System.arraycopy(piece, 0, scratch, 10, piece.length);
            reader.read(scratch, 10, piece.length, recorder);
            Finding.unless(
                scratch[9] == (byte) 0xc1 && scratch[10 + piece.length] == (byte) 0xc1,
                "Nothing is written outside of the bytes that were read.");
          });
    }
    return recorder;
  }

  /** Puts parts together again. */
  private static final class Recorder implements FrameSink {
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private String kind = "";
    private String end = "open";

    String open(String expected) {
      // A message of which no byte has come is not told.
      return kind.isEmpty() && expected.length() == 2
          ? expected
          : kind.isEmpty() ? "" : kind + HEX.formatHex(parts.toByteArray());
    }

    private void add(String event) {
      Finding.unlessEqual("open", end, "Nothing follows the end; " + event);
      events.add(event);
    }

    @Override
    public void text(String text) {
      Finding.unlessEqual("", kind, "A whole message within another one");
      add("1 " + HEX.formatHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void binary(byte[] bytes) {
      Finding.unlessEqual("", kind, "A whole message within another one");
      add("2 " + HEX.formatHex(bytes));
    }

    @Override
    public void part(boolean text, byte[] buffer, int offset, int length, boolean last) {
      String its = text ? "1 " : "2 ";
      Finding.unless(kind.isEmpty() || kind.equals(its), "A message keeps its kind.");
      Finding.unlessEqual("open", end, "Nothing follows the end");
      kind = its;
      parts.write(buffer, offset, length);
      if (last) {
        add(kind + HEX.formatHex(parts.toByteArray()));
        kind = "";
        parts.reset();
      }
    }

    @Override
    public void ping(byte[] payload) {
      add("9 " + HEX.formatHex(payload));
    }

    @Override
    public void pong(byte[] payload) {
      add("10 " + HEX.formatHex(payload));
    }

    @Override
    public void close(CloseReason reason) {
      Finding.unlessEqual("open", end, "Nothing follows the end; close");
      end = "close " + reason.code() + " " + reason.reason();
    }

    @Override
    public void fail(CloseReason reason) {
      Finding.unlessEqual("open", end, "Nothing follows the end; failure");
      end = "fail " + reason.code();
    }
  }
}
