package dev.parley.internal.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A rate, as a bucket that holds the tokens of one second and fills evenly. What is larger than the
 * bucket may still pass: it leaves a debt, and nothing more passes until that is paid.
 *
 * <p>One number holds it all: the time at which the bucket will be full (the generic cell rate
 * algorithm). Any thread; lock-free, allocates nothing.
 */
public final class TokenBucket {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final VarHandle FULL_AT;

  static {
    try {
      FULL_AT = MethodHandles.lookup().findVarHandle(TokenBucket.class, "fullAt", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final int perSecond;
  private volatile long fullAt;

  /**
   * Creates a full bucket.
   *
   * @param perSecond how many tokens flow in each second, at least 1
   * @param now the time
   */
  public TokenBucket(int perSecond, long now) {
    this.perSecond = perSecond;
    this.fullAt = now;
  }

  /** Takes tokens unless the bucket is empty. Returns whether they were taken. */
  public boolean tryTake(int tokens, long now) {
    while (true) {
      long before = fullAt;
      long start = before - now > 0 ? before : now;
      if (start - now >= SECOND_NANOS) {
        return false;
      }
      if (FULL_AT.compareAndSet(this, before, start + cost(tokens))) {
        return true;
      }
    }
  }

  /** Takes tokens, whether they are there or not. */
  public void take(int tokens, long now) {
    while (true) {
      long before = fullAt;
      long start = before - now > 0 ? before : now;
      if (FULL_AT.compareAndSet(this, before, start + cost(tokens))) {
        return;
      }
    }
  }

  /** How many nanoseconds it takes until something may pass; 0 if it may now. */
  public long waitNanos(long now) {
    long overdrawn = fullAt - now - SECOND_NANOS;
    return overdrawn < 0 ? 0 : overdrawn + 1;
  }

  /** Tells whether the bucket is as one that was never used. */
  public boolean isFull(long now) {
    return fullAt - now <= 0;
  }

  private long cost(int tokens) {
    return tokens * SECOND_NANOS / perSecond;
  }
}
