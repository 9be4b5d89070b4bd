package dev.parley.robustness;

import java.nio.ByteBuffer;
import java.time.Duration;

/** What an attacking line writes after its opening. */
@FunctionalInterface
interface Flow {
  /** What to do next. */
  sealed interface Step {
    /** Writes bytes. */
    record Write(ByteBuffer bytes) implements Step {}

    /** Writes nothing until so long after the flow began. */
    record WaitUntil(long nanosSinceBegin) implements Step {}

    /** Writes nothing any more, and stays. */
    record Stay() implements Step {}

    /** Has done its work: ends the line. */
    record End() implements Step {}
  }

  /** Decides by how many pieces have been written, and how long ago the flow began. */
  Step next(long piece, long nanosSinceBegin);

  /** Nothing. */
  static Flow silence() {
    return (piece, since) -> new Step.Stay();
  }

  /** The same bytes again and again, as fast as the server takes them. */
  static Flow forever(byte[] bytes) {
    var shared = direct(bytes);
    return (piece, since) -> new Step.Write(shared.duplicate());
  }

  /** The same bytes a number of times as fast as the server takes them, then nothing. */
  static Flow times(long count, byte[] bytes) {
    var shared = direct(bytes);
    return (piece, since) -> piece < count ? new Step.Write(shared.duplicate()) : new Step.Stay();
  }

  /** The same bytes once each interval, a number of times, then nothing. */
  static Flow paced(Duration interval, long count, byte[] bytes) {
    var shared = direct(bytes);
    return (piece, since) -> {
      if (piece == count) {
        return new Step.Stay();
      }
      long due = piece * interval.toNanos();
      return since < due ? new Step.WaitUntil(due) : new Step.Write(shared.duplicate());
    };
  }

  /** One byte each interval, from the beginning to the end and then from the beginning. */
  static Flow drip(Duration interval, byte[] bytes) {
    var shared = direct(bytes);
    return (piece, since) -> {
      long due = piece * interval.toNanos();
      int at = (int) (piece % bytes.length);
      return since < due ? new Step.WaitUntil(due) : new Step.Write(shared.slice(at, 1));
    };
  }

  /** Bytes, then the end of the line as soon as they are written. */
  static Flow once(byte[] bytes) {
    var shared = direct(bytes);
    return (piece, since) ->
        piece == 0 && shared.hasRemaining() ? new Step.Write(shared.duplicate()) : new Step.End();
  }

  /** Bytes, then the end of the line after a while. */
  static Flow onceThenLinger(byte[] bytes, Duration linger) {
    var shared = direct(bytes);
    return (piece, since) -> {
      if (piece == 0) {
        return new Step.Write(shared.duplicate());
      }
      return since < linger.toNanos() ? new Step.WaitUntil(linger.toNanos()) : new Step.End();
    };
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
  }
}
