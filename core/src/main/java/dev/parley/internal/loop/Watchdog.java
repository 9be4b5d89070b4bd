package dev.parley.internal.loop;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees to it that no handler holds an event loop: one whose turn takes longer than a few
 * milliseconds loses the loop to another thread. Sleeps while no handler runs.
 */
final class Watchdog implements Runnable {
  private static final long TICK_NANOS = 2_000_000;

  /** How often a turn must be seen to be held. */
  private static final int PATIENCE_TICKS = 2;

  /** A tick that comes so late tells nothing: the whole process was held, by a collection or so. */
  private static final long LATE_NANOS = 2 * TICK_NANOS;

  private static final int TICKS_UNTIL_SLEEP = 50;

  private final List<CarrierLoop> loops;
  private final long[] words;
  private final int[] seen;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  Watchdog(List<CarrierLoop> loops) {
    this.loops = loops;
    this.words = new long[64];
    this.seen = new int[64];
    this.thread = Thread.ofPlatform().daemon().name("parley-watchdog").unstarted(this);
  }

  void start() {
    thread.start();
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Handlers are about to run. Any thread. */
  void watch() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    int quiet = 0;
    long before = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TICK_NANOS);
      long now = System.nanoTime();
      quiet = look(now - before < LATE_NANOS) ? 0 : quiet + 1;
      if (quiet >= TICKS_UNTIL_SLEEP) {
        sleep();
        quiet = 0;
      }
      before = System.nanoTime();
    }
  }

  private void sleep() {
    asleep = true;
    // A loop that did not see it has had a turn, which is seen here.
    VarHandle.fullFence();
    if (look(false)) {
      asleep = false;
    }
    while (asleep && !closed) {
      LockSupport.park(this);
    }
  }

  /** Looks at every loop. Returns whether any handler has run since the last look. */
  private boolean look(boolean inTime) {
    boolean active = false;
    for (int i = 0; i < loops.size(); i++) {
      var loop = loops.get(i);
      long word = loop.word();
      boolean held = word == words[i] && (word & 1) == 1;
      active |= held || word != words[i];
      words[i] = word;
      seen[i] = !held ? 0 : inTime ? seen[i] + 1 : seen[i];
      if (seen[i] >= PATIENCE_TICKS) {
        seen[i] = 0;
        loop.takeOver(word);
      }
    }
    return active;
  }
}
