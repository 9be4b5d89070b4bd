package dev.parley.internal.netty;

import dev.parley.internal.connection.Direction;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.LoopMemory;

/** What a request takes of the memory of its server until it has been served. Event loop only. */
final class RequestMemory {
  private final LoopMemory memory;
  private int countedBytes;

  /** What of it is a head that has not ended. */
  private int halfHeadBytes;

  /** Whether the rest of a body waits for memory. */
  private boolean awaited;

  RequestMemory(LoopContext context) {
    this.memory = context.inboundMemory();
  }

  /** Counts what is held, unless that is little or hardly more than before. */
  void count(int held) {
    if (held > countedBytes + LoopMemory.UNCOUNTED_BYTES) {
      countedBytes = memory.count(countedBytes, held);
    }
  }

  /** Counts what is held of a head that has not ended. */
  void countHalfHead(int held) {
    count(held);
    halfHeadBytes = memory.countHalfHead(halfHeadBytes, held);
  }

  /** Says that the head that has been counted has ended. */
  void endHalfHead() {
    halfHeadBytes = memory.countHalfHead(halfHeadBytes, 0);
  }

  /** Counts what is held of a head that has ended, which is less than before it was decoded. */
  void countWholeHead(int held) {
    countedBytes = memory.count(countedBytes, held > LoopMemory.UNCOUNTED_BYTES ? held : 0);
  }

  /** Says that nothing is held any more. */
  void countNothing() {
    endHalfHead();
    countedBytes = memory.count(countedBytes, 0);
  }

  /** What is counted in a direction: answers are counted with their lines. */
  int counted(Direction direction) {
    return direction == Direction.INBOUND ? countedBytes : 0;
  }

  /**
   * Tells whether there is no memory for the head that has been counted and has not ended.
   *
   * @param goesOn whether more of it has come
   */
  boolean isShortForHalfHead(boolean goesOn) {
    return isShortForHead(halfHeadBytes) || memory.isShortForHalfHead(halfHeadBytes, goesOn);
  }

  /** Tells whether there is no memory for a head that takes so much. */
  boolean isShortForHead(int held) {
    return memory.isShortForHead(held);
  }

  /** Has the rest of a body wait if there is no memory for more of it than has been counted. */
  void awaitIfShort(Runnable pause, Runnable resume) {
    if (!awaited && memory.isShortFor(countedBytes)) {
      awaited = true;
      pause.run();
      memory.await(() -> {
        awaited = false;
        resume.run();
      });
    }
  }
}
