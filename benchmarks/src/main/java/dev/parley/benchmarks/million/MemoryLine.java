package dev.parley.benchmarks.million;

import dev.parley.internal.connection.LineListener;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Transport;
import dev.parley.internal.protocol.FrameWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A line to a client that takes everything at once, answers every ping, and compares each message
 * with the only one that there is.
 */
final class MemoryLine implements Transport {
  /** What everybody says, 128 bytes. */
  static final String MESSAGE = "Good morning, all. ".repeat(7).substring(0, 128);

  /** The frame of the message as a client sends it. */
  static final byte[] FROM_CLIENT = FrameWriter.masked(FrameWriter.text(MESSAGE), 0x9d3b61c4);

  /** What the objects of a line take. */
  private static final int IDLE_BYTES = 128;

  private static final byte[] EXPECTED = FrameWriter.text(MESSAGE);
  private static final int PING = 0x89;
  private static final byte[] PONG = FrameWriter.masked(new byte[] {(byte) 0x8a, 0}, 0x5a5a5a5a);

  /** What the lines of one event loop have in common. Its thread counts, any reads. */
  static final class Loop {
    private final LoopContext context;
    private volatile long messages;
    private volatile long pings;

    Loop(LoopContext context) {
      this.context = context;
    }

    LoopContext context() {
      return context;
    }

    void execute(Runnable task) {
      context.loop().execute(task);
    }

    /** How many messages clients have received. */
    long messages() {
      return messages;
    }

    /** How many pings clients have answered. */
    long pings() {
      return pings;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count(int moreMessages, int morePings) {
      messages += moreMessages;
      pings += morePings;
    }
  }

  private final Loop loop;
  private @Nullable LineListener listener;

  /** How many messages have come. Event loop only, or while nothing comes. */
  private int messages;

  MemoryLine(Loop loop) {
    this.loop = loop;
  }

  void start(LineListener lineListener) {
    listener = lineListener;
  }

  int messages() {
    return messages;
  }

  /** Gives bytes of the client to the connection. Event loop only. */
  void receive(byte[] bytes) {
    byte[] scratch = loop.context().scratch();
    System.arraycopy(bytes, 0, scratch, 0, bytes.length);
    told().received(scratch, 0, bytes.length);
  }

  private LineListener told() {
    return Objects.requireNonNull(listener);
  }

  @Override
  public Executor loop() {
    return loop.context().loop();
  }

  @Override
  public int idleBytes() {
    return IDLE_BYTES;
  }

  @Override
  public void write(List<byte[]> chunks, int totalBytes) {
    int before = messages;
    int pings = 0;
    for (byte[] chunk : chunks) {
      if (Arrays.equals(chunk, EXPECTED)) {
        messages++;
      } else if ((chunk[0] & 0xff) == PING) {
        pings++;
        loop.execute(() -> receive(PONG));
      }
    }
    loop.count(messages - before, pings);
    told().sent(totalBytes);
  }

  @Override
  public void pauseReading() {
    // Nothing comes that was not asked for.
  }

  @Override
  public void resumeReading() {
    // It was never paused.
  }

  @Override
  public void finishWriting() {
    closeOnceWritten();
  }

  @Override
  public void closeOnceWritten() {
    loop.execute(() -> told().lost());
  }

  @Override
  public void abort() {
    closeOnceWritten();
  }
}
