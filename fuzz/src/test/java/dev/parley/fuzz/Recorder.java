package dev.parley.fuzz;

import dev.parley.CloseReason;
import dev.parley.internal.protocol.FrameSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What came out of a frame reader, with the parts of messages put together again. */
public final class Recorder implements FrameSink {
  private static final HexFormat HEX = HexFormat.of();

  /** Less than an inflater makes at once. */
  private static final int ROOM_BYTES = 5_000;

  private final BooleanSupplier full;
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private String kind = "";
  private String end = "open";

  /** Creates a recorder that never has enough. */
  public Recorder() {
    this(() -> false);
  }

  /** Creates a recorder that is asked whether it has enough. */
  public Recorder(BooleanSupplier full) {
    this.full = full;
  }

  /** Tells whether nothing follows. */
  public boolean hasEnded() {
    return !end.equals("open");
  }

  /** Requires that all that was expected came, and nothing else. */
  public void requireAll(Outcome expected, String how) {
    Finding.unlessEqual(expected.events(), events, "Events, " + how);
    Finding.unless(
        expected.ends().contains(end), "End, " + how + ": " + end + " of " + expected.ends());
    if (expected.isOpen()) {
      Finding.unlessEqual(expected.open(), open(expected.open()), "Open message, " + how);
    } else {
      // Where compressed bytes are broken, the cuts decide how much of what was before them comes.
      boolean broken = expected.ends().contains("fail 1007");
      Finding.unless(
          expected.open().startsWith(open(expected.open()))
              || (broken && open(expected.open()).startsWith(expected.open())),
          "What came of the message before the end is part of it, " + how);
    }
  }

  /** Requires that what came is the beginning of what was expected. */
  public void requireBeginning(Outcome expected, String how) {
    Finding.unless(
        events.size() <= expected.events().size()
            && events.equals(expected.events().subList(0, events.size())),
        "Events, " + how + ":\n expected " + expected.events() + "\n but was  " + events);
  }

  private String open(String expected) {
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
  public int room() {
    return full.getAsBoolean() ? 0 : ROOM_BYTES;
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
