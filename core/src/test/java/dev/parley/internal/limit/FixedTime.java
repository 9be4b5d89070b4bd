package dev.parley.internal.limit;

import dev.parley.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that stands until a test moves it. */
final class FixedTime implements TimeSource {
  private volatile long nanos = -7;

  void advance(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    throw new UnsupportedOperationException("Limits have no timers.");
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    throw new UnsupportedOperationException("Limits never wait.");
  }
}
