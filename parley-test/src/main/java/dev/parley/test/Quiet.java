package dev.parley.test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that wait for something, so that nothing changes until something happens. */
final class Quiet {
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private Quiet() {}

  /**
   * Waits until a thread waits or has ended, at most until a point in {@link System#nanoTime()}.
   */
  static void await(Thread thread, long giveUpAt) {
    while (thread.getState() == Thread.State.RUNNABLE && System.nanoTime() < giveUpAt) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
