package dev.parley.test;

import java.time.Duration;

/** One wait of a test, however many steps it takes: for what, and how long at most. */
final class Wait {
  private final String what;
  private final Duration limit;
  private final long startedAt = System.nanoTime();

  /**
   * Starts to wait.
   *
   * @param what what is awaited, to stand behind "Awaited "
   */
  Wait(String what, Duration limit) {
    this.what = what;
    this.limit = limit;
  }

  Duration left() {
    return limit.minusNanos(System.nanoTime() - startedAt);
  }

  /** The error for a wait that was in vain. */
  AssertionError failed(String happened) {
    return new AssertionError("Awaited " + what + ". " + happened);
  }

  /** The error for a wait that took too long. */
  AssertionError timedOut(String meanwhile) {
    return new AssertionError(
        "Awaited " + what + " for " + Durations.text(limit) + " in vain. " + meanwhile);
  }
}
