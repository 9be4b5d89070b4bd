package dev.parley.robustness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting, which this program does by the clock. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    until(System.nanoTime() + Duration.ofMillis(millis).toNanos());
  }

  static void of(Duration duration) {
    until(System.nanoTime() + duration.toNanos());
  }

  /** Waits until the nano time, also where the thread is woken before. */
  static void until(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
