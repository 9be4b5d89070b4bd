package dev.parley.benchmarks.jmh;

import dev.parley.CloseReason;
import dev.parley.internal.protocol.FrameReader;
import dev.parley.internal.protocol.FrameSink;
import dev.parley.internal.protocol.FrameWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Frames and UTF-8, without a connection: one message in, one message out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBenchmark {
  /** What the message consists of. */
  public enum Content {
    /** One byte a character. */
    ASCII("Good morning, all. "),
    /** One or two bytes a character. */
    GERMAN("Schöne Grüße aus Köln. "),
    /** Three bytes a character. */
    CHINESE("大家早上好。"),
    /** Bytes that are no text. */
    BINARY("");

    private final String words;

    Content(String words) {
      this.words = words;
    }

    private String text(int bytes) {
      var text = new StringBuilder();
      int written = 0;
      for (int i = 0; written < bytes - 2; i++) {
        char next = words.charAt(i % words.length());
        text.append(next);
        written += next < 0x80 ? 1 : next < 0x800 ? 2 : 3;
      }
      return text.toString();
    }
  }

  @Param({"32", "1024"})
  private int bytes;

  @Param private Content content;

  private final FrameReader reader = new FrameReader(new FrameReader.Limits(true, 1 << 20, 1_000));
  private String text = "";
  private byte[] binary = {};
  private byte[] received = {};
  private byte[] buffer = {};

  /** Makes the message and the frame that a client would send. */
  @Setup
  public void prepare() {
    binary = new byte[bytes];
    text = content == Content.BINARY ? "" : content.text(bytes);
    received = FrameWriter.masked(write(), 0x9d3b61c4);
    buffer = received.clone();
  }

  /** Unmasks, validates and decodes a frame; the copy before it is part of the time. */
  @Benchmark
  public void read(Blackhole blackhole) {
    // The reader unmasks in place.
    System.arraycopy(received, 0, buffer, 0, received.length);
    reader.read(buffer, 0, buffer.length, new Swallow(blackhole));
  }

  /** Encodes a message into a frame. */
  @Benchmark
  public byte[] write() {
    return content == Content.BINARY ? FrameWriter.binary(binary) : FrameWriter.text(text);
  }

  private record Swallow(Blackhole blackhole) implements FrameSink {
    @Override
    public void text(String message) {
      blackhole.consume(message);
    }

    @Override
    public void binary(byte[] message) {
      blackhole.consume(message);
    }

    @Override
    public void part(boolean text, byte[] buffer, int offset, int length, boolean last) {
      throw new AssertionError("A part of a whole message.");
    }

    @Override
    public void ping(byte[] payload) {
      throw new AssertionError("A ping that was not sent.");
    }

    @Override
    public void pong(byte[] payload) {
      throw new AssertionError("A pong that was not sent.");
    }

    @Override
    public void close(CloseReason reason) {
      throw new AssertionError("A close frame that was not sent.");
    }

    @Override
    public void fail(CloseReason reason) {
      throw new AssertionError(reason.toString());
    }
  }
}
