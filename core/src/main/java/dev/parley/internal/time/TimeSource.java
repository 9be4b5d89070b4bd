package dev.parley.internal.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The one source of time: every deadline, timer and time stamp comes from here, so that tests can
 * move it.
 */
public interface TimeSource {
  /** Something scheduled. */
  @FunctionalInterface
  interface Timer {
    /** Keeps the action from running if it has not started. */
    void cancel();
  }

  /** Nanoseconds from an arbitrary origin, never going backwards. */
  long nanoTime();

  /** The date and time. */
  Instant now();

  /** Runs a short, non-blocking action later, on a thread of the source. */
  Timer schedule(Duration delay, Runnable action);

  /**
   * Parks the current thread until it is unparked, interrupted, or {@link #nanoTime()} has reached
   * a deadline. May return early for no reason.
   */
  void parkUntil(long deadlineNanos);
}
