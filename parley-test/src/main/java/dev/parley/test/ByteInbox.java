package dev.parley.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bytes that came over a wire and wait to be asked for, or are handed on. */
final class ByteInbox implements Wire.Listener {
  private final Monitor monitor = new Monitor();

  /** Bytes from {@link #begin} to {@link #end} wait. Guarded by {@link #monitor}, like the rest. */
  private byte[] buffer = new byte[1024];

  private int begin;
  private int end;
  private Wire.@Nullable End ended;
  private Wire.@Nullable Listener next;

  @Override
  public void received(byte[] bytes) {
    monitor.change(() -> {
      if (next != null) {
        next.received(bytes);
      } else {
        append(bytes);
      }
    });
  }

  @Override
  public void ended(Wire.End how) {
    monitor.change(() -> {
      ended = how;
      if (next != null) {
        next.ended(how);
      }
    });
  }

  /** Gives what waits, and all that follows, to another listener. */
  void handOver(Wire.Listener listener) {
    monitor.change(() -> {
      next = listener;
      if (begin < end) {
        listener.received(Arrays.copyOfRange(buffer, begin, end));
        begin = end;
      }
      if (ended != null) {
        listener.ended(ended);
      }
    });
  }

  /**
   * Takes a number of bytes.
   *
   * @throws AssertionError if they did not come in time, or the line ended before them
   */
  byte[] take(int count, Wait wait) {
    await(count, wait);
    return monitor.read(() -> taken(count));
  }

  /** Takes a line that ends with CR LF, without the two. */
  String takeLine(Wait wait) {
    int length = 0;
    while (true) {
      await(length + 2, wait);
      if (at(length) == '\r' && at(length + 1) == '\n') {
        byte[] line = take(length + 2, wait);
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
      }
      length++;
    }
  }

  /** Takes everything until the line ends. */
  byte[] takeAll(Wait wait) {
    awaitEnd(wait);
    return monitor.read(() -> taken(end - begin));
  }

  /** Waits until the line has ended; what came stays. */
  Wire.End awaitEnd(Wait wait) {
    if (!monitor.await(wait.left(), () -> ended != null)) {
      throw wait.timedOut("The line is still open. " + waiting());
    }
    return Objects.requireNonNull(ended);
  }

  /** Tells whether the line has ended and everything was taken. */
  boolean isOver() {
    return monitor.read(() -> ended != null && begin == end);
  }

  /** Waits until a byte is there or the line has ended; false if neither came in time. */
  boolean awaitAny(Wait wait) {
    return monitor.await(wait.left(), () -> begin < end || ended != null);
  }

  private void await(int count, Wait wait) {
    if (!monitor.await(wait.left(), () -> end - begin >= count || ended != null)) {
      throw wait.timedOut(waiting());
    }
    if (monitor.read(() -> end - begin < count)) {
      throw wait.failed("The line has ended (" + ended + "). " + waiting());
    }
  }

  /** What waits, as a sentence. */
  String waiting() {
    return monitor.read(() ->
        begin == end
            ? "Nothing had arrived."
            : "These "
                + (end - begin)
                + " bytes had arrived: "
                + Descriptions.hex(Arrays.copyOfRange(buffer, begin, end))
                + ".");
  }

  private byte at(int offset) {
    return monitor.read(() -> buffer[begin + offset]);
  }

  private byte[] taken(int count) {
    byte[] bytes = Arrays.copyOfRange(buffer, begin, begin + count);
    begin += count;
    return bytes;
  }

  private void append(byte[] bytes) {
    if (end + bytes.length > buffer.length) {
      byte[] larger = new byte[Math.max(buffer.length, 2 * (end - begin + bytes.length))];
      System.arraycopy(buffer, begin, larger, 0, end - begin);
      end -= begin;
      begin = 0;
      buffer = larger;
    }
    System.arraycopy(bytes, 0, buffer, end, bytes.length);
    end += bytes.length;
  }
}
