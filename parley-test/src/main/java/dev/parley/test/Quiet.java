package dev.parley.test;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that wait for something, so that nothing changes until something happens. */
final class Quiet {
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** How long threads are waited for that go on computing. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Quiet() {}

  /** Waits until each of some threads waits or has ended, for a second at most. */
  static void await(Collection<Thread> threads) {
    long giveUpAt = System.nanoTime() + MOST_NANOS;
    threads.forEach(thread -> await(thread, giveUpAt));
  }

  private static void await(Thread thread, long giveUpAt) {
    while (thread.getState() == Thread.State.RUNNABLE && System.nanoTime() < giveUpAt) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
