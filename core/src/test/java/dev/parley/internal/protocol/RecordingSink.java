package dev.parley.internal.protocol;

import dev.parley.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a reader found. */
final class RecordingSink implements FrameSink {
  private final List<String> events = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private boolean turnsEnd;

  List<String> events() {
    return List.copyOf(events);
  }

  /** Says how much may be inflated from now on. */
  void makeRoom(int bytes) {
    room = bytes;
  }

  @Override
  public int room() {
    return room;
  }

  /** Has a turn end behind each frame. */
  void endTurns() {
    turnsEnd = true;
  }

  @Override
  public boolean isTurnOver() {
    return turnsEnd;
  }

  @Override
  public void text(String text) {
    events.add("text " + text);
  }

  @Override
  public void binary(byte[] bytes) {
    events.add("binary " + HexFormat.of().formatHex(bytes));
  }

  @Override
  public void part(boolean text, byte[] buffer, int offset, int length, boolean last) {
    room -= length;
    String content =
        text
            ? new String(buffer, offset, length, StandardCharsets.ISO_8859_1)
            : HexFormat.of().formatHex(buffer, offset, offset + length);
    events.add((text ? "text" : "binary") + " part " + content + (last ? " last" : ""));
  }

  @Override
  public void ping(byte[] payload) {
    events.add("ping " + HexFormat.of().formatHex(payload));
  }

  @Override
  public void pong(byte[] payload) {
    events.add("pong " + HexFormat.of().formatHex(payload));
  }

  @Override
  public void close(CloseReason reason) {
    events.add("close " + reason);
  }

  @Override
  public void fail(CloseReason reason) {
    events.add("fail " + reason);
  }
}
