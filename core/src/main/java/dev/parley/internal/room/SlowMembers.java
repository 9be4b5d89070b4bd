package dev.parley.internal.room;

import java.util.concurrent.atomic.LongAdder;

/** Counts what slow members cost, in all rooms of a registry. Safe to use from any thread. */
public final class SlowMembers {
  private final LongAdder dropped = new LongAdder();
  private final LongAdder closed = new LongAdder();

  void countDropped() {
    dropped.increment();
  }

  void countClosed() {
    closed.increment();
  }

  /** How many publications one member did not get because it was slow, added up over members. */
  public long dropped() {
    return dropped.sum();
  }

  /** How many connections were closed with 1013 because they were slow. */
  public long closed() {
    return closed.sum();
  }
}
