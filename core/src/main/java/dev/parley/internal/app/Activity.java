package dev.parley.internal.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How much a server has going on, for the one that waits until nothing is. Lock-free: event loops
 * count.
 */
final class Activity {
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread waiter;

  /** Counts one up and returns the sum. */
  int begin() {
    return count.incrementAndGet();
  }

  /** Counts one down. */
  void end() {
    if (count.decrementAndGet() == 0) {
      LockSupport.unpark(waiter);
    }
  }

  int count() {
    return count.get();
  }

  /** Waits until nothing goes on. Returns what still does when the time is over. */
  int awaitNone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    waiter = Thread.currentThread();
    while (count.get() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(deadline - System.nanoTime());
    }
    waiter = null;
    return count.get();
  }
}
