package dev.parley.internal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time of the machine. One daemon thread runs the timers of all servers in the process. */
public final class SystemTime implements TimeSource {
  /** The instance. */
  public static final SystemTime INSTANCE = new SystemTime();

  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("parley-timer").factory());

  private SystemTime() {
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    var scheduled = timers.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }
}
