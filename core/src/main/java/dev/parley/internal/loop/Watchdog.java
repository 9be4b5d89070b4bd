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

  /**
   * A look that comes so late tells little: the whole process was held, by a collection or so, or
   * has to share its cores.
   */
  private static final long LATE_NANOS = 2 * TICK_NANOS;

  /** After how long a turn is held although no look at it was in time. */
  private static final long LONGEST_TURN_NANOS = 10 * TICK_NANOS;

  private static final int TICKS_UNTIL_SLEEP = 50;

  private final List<CarrierLoop> loops;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /** Watches loops, all of which are in the list by the time of {@link #start}. */
  Watchdog(List<CarrierLoop> loops) {
    this.loops = loops;
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
    var turns = loops.stream().map(Turn::new).toList();
    int quiet = 0;
    long before = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TICK_NANOS);
      long now = System.nanoTime();
      quiet = look(turns, now, now - before < LATE_NANOS) ? 0 : quiet + 1;
      if (quiet >= TICKS_UNTIL_SLEEP) {
        sleep(turns);
        quiet = 0;
      }
      before = System.nanoTime();
    }
  }

  private void sleep(List<Turn> turns) {
    asleep = true;
    // A loop that did not see it has had a turn, which is seen here.
    VarHandle.fullFence();
    if (look(turns, System.nanoTime(), false)) {
      asleep = false;
    }
    while (asleep && !closed) {
      LockSupport.park(this);
    }
  }

  /** Looks at every loop. Returns whether any handler has run since the last look. */
  private static boolean look(List<Turn> turns, long now, boolean inTime) {
    boolean active = false;
    for (var turn : turns) {
      active |= turn.look(now, inTime);
    }
    return active;
  }

  /** What was last seen of a loop. */
  private static final class Turn {
    private final CarrierLoop loop;
    private long word;
    private long firstSeenAt;
    private int looks;
    private int looksInTime;

    Turn(CarrierLoop loop) {
      this.loop = loop;
    }

    /** Returns whether a handler has run since the last look. */
    boolean look(long now, boolean inTime) {
      long seen = loop.word();
      if (seen != word) {
        word = seen;
        begin(now);
        return true;
      }
      if ((seen & 1) == 0) {
        return false;
      }
      looks++;
      looksInTime += inTime ? 1 : 0;
      if (isHeld(now)) {
        begin(now);
        loop.takeOver(seen);
      }
      return true;
    }

    private void begin(long now) {
      firstSeenAt = now;
      looks = 0;
      looksInTime = 0;
    }

    private boolean isHeld(long now) {
      return looksInTime >= PATIENCE_TICKS
          || (looks > PATIENCE_TICKS && now - firstSeenAt >= LONGEST_TURN_NANOS);
    }
  }
}
