package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The end of a line that inflates what the server has compressed (RFC 7692, section 7.2.2). */
final class Inflating implements AutoCloseable {
  private final RawClient line;

  /** Whether messages may refer to the ones before. */
  private final boolean remembers;

  private final Inflater inflater = new Inflater(true);

  private Inflating(RawClient line, boolean remembers) {
    this.line = line;
    this.remembers = remembers;
  }

  /** A client for which every message stands by itself. */
  static Inflating forgetful(RawClient line) {
    return new Inflating(line, false);
  }

  /** A client that keeps the context of the server. */
  static Inflating remembering(RawClient line) {
    return new Inflating(line, true);
  }

  RawClient line() {
    return line;
  }

  void send(String text) {
    line.sendText(text);
  }

  /** Requires a message of one compressed frame; returns the length of its payload. */
  int expectCompressed(String text) {
    var frame = line.receiveFrame();
    assertThat(frame.firstByte()).isEqualTo(0xc0 | RawFrame.TEXT);
    assertThat(text(frame)).isEqualTo(text);
    return frame.payload().length;
  }

  /** The next message, which is of one frame, compressed or not. */
  String nextText() {
    var frame = line.receiveFrame();
    assertThat(frame.firstByte() & ~0x40).isEqualTo(0x80 | RawFrame.TEXT);
    return text(frame);
  }

  String text(RawFrame frame) {
    return new String(payload(frame), StandardCharsets.UTF_8);
  }

  byte[] payload(RawFrame frame) {
    assertThat(frame.masked()).isFalse();
    if (frame.reserved() == 0) {
      return frame.payload();
    }
    if (!remembers) {
      inflater.reset();
    }
    byte[] blocks = Arrays.copyOf(frame.payload(), frame.payload().length + 4);
    blocks[blocks.length - 2] = (byte) 0xff;
    blocks[blocks.length - 1] = (byte) 0xff;
    return inflated(blocks);
  }

  private byte[] inflated(byte[] blocks) {
    inflater.setInput(blocks);
    var content = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 * 1024];
    try {
      int count = inflater.inflate(buffer);
      while (count > 0) {
        content.write(buffer, 0, count);
        count = inflater.inflate(buffer);
      }
    } catch (DataFormatException broken) {
      throw new AssertionError(broken);
    }
    assertThat(inflater.getRemaining()).isZero();
    return content.toByteArray();
  }

  @Override
  public void close() {
    inflater.end();
    line.close();
  }
}
