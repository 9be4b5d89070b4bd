package dev.parley.internal.connection;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The turns of an event loop's lines with compressed messages of which a lot comes out: one message
 * after the other, so that few are held in memory at a time. Those that are small are not kept
 * waiting by them. Event loop only.
 */
final class Inflation {
  private static final int MAX_BYTES_OF_TURN = LoopContext.SCRATCH_BYTES;

  /** What may come out of a message in the turn in which it begins, while others wait. */
  private static final int MAX_BYTES_BESIDE_OTHERS = 16 * 1024;

  private final Consumer<Runnable> turns;

  /** Those that wait, the one that has begun first before the others. */
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  /** Whether the first of them has its turn. */
  private boolean inTurn;

  /**
   * Creates the turns of an event loop.
   *
   * @param turns has something done after what others need
   */
  Inflation(Consumer<Runnable> turns) {
    this.turns = turns;
  }

  /** How many bytes may come out of compressed messages of one line before others have a turn. */
  int maxBytesOfTurn() {
    return inTurn || waiting.isEmpty() ? MAX_BYTES_OF_TURN : MAX_BYTES_BESIDE_OTHERS;
  }

  /** Has a line go on. One that asks in its own turn comes before the others. */
  void later(Runnable turn) {
    if (inTurn) {
      waiting.addFirst(turn);
      return;
    }
    if (waiting.isEmpty()) {
      turns.accept(this::takeTurn);
    }
    waiting.addLast(turn);
  }

  private void takeTurn() {
    inTurn = true;
    try {
      waiting.remove().run();
    } finally {
      inTurn = false;
      if (!waiting.isEmpty()) {
        turns.accept(this::takeTurn);
      }
    }
  }
}
