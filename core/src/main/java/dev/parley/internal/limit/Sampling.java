package dev.parley.internal.limit;

import dev.parley.internal.time.TimeSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what strangers can bring about as often as they like, and tells when it is time for a line
 * in the log: at most every five seconds. Safe to use from any thread.
 */
public final class Sampling {
  private static final long BETWEEN_LINES_NANOS = 5_000_000_000L;

  private final LongAdder count = new LongAdder();
  private final TimeSource time;
  private final AtomicLong nextLineAt;
  private volatile long told;

  /** Creates a counter that is zero, whose first line is due. */
  public Sampling(TimeSource time) {
    this.time = time;
    this.nextLineAt = new AtomicLong(time.nanoTime());
  }

  /** Counts once more. Returns how often since the last line, or 0 if the next one is not due. */
  public long count() {
    count.increment();
    long now = time.nanoTime();
    long due = nextLineAt.get();
    if (now - due < 0 || !nextLineAt.compareAndSet(due, now + BETWEEN_LINES_NANOS)) {
      return 0;
    }
    long all = count.sum();
    long since = all - told;
    told = all;
    return since;
  }

  /** How often it was counted. */
  public long sum() {
    return count.sum();
  }
}
