package dev.parley.internal.limit;

import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.RatePolicy;
import dev.parley.internal.time.TimeSource;
import java.net.SocketAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Counts what comes in on one connection against its rates and those of its user. Event loop only,
 * but for {@link #user}. Allocates nothing after its creation.
 */
public final class InboundMeter {
  /** What becomes of a message. */
  public enum Verdict {
    /** The handler gets it. */
    PASS,
    /** Nobody gets it. */
    DROP,
    /** It ends the connection. */
    CLOSE
  }

  private final RatePolicy policy;
  private final TimeSource time;
  private final Hits hits;
  private final SocketAddress client;
  private final @Nullable TokenBucket messages;
  private final @Nullable TokenBucket bytes;

  /** Set at most once, by any thread. */
  private volatile @Nullable TokenBucket messagesOfUser;

  private volatile @Nullable TokenBucket bytesOfUser;

  /** Whether the bytes of this read came too fast. */
  private boolean tooFast;

  private boolean withinMessage;
  private boolean dropping;

  InboundMeter(Limits limits, TimeSource time, Hits hits, SocketAddress client) {
    this.policy = limits.ratePolicy();
    this.time = time;
    this.hits = hits;
    this.client = client;
    this.messages = bucket(limits.maxMessagesPerSecond(), time);
    this.bytes = bucket(limits.maxBytesPerSecond(), time);
  }

  private static @Nullable TokenBucket bucket(OptionalInt rate, TimeSource time) {
    return rate.isPresent() ? new TokenBucket(rate.getAsInt(), time.nanoTime()) : null;
  }

  /** Says at what rates the user of the connection may send; null for any. Any thread. */
  void user(@Nullable TokenBucket messageRate, @Nullable TokenBucket byteRate) {
    messagesOfUser = messageRate;
    bytesOfUser = byteRate;
  }

  /** Counts bytes, before they are read as frames. Returns false if they end the connection. */
  public boolean received(int count) {
    long now = time.nanoTime();
    boolean fits =
        takes(bytes, count, Limit.BYTES, now)
            && takes(bytesOfUser, count, Limit.BYTES_PER_USER, now);
    tooFast = !fits;
    return fits || policy != RatePolicy.CLOSE;
  }

  /**
   * Counts a message, or a piece of one.
   *
   * @param last whether the message ends with it
   */
  public Verdict message(boolean last) {
    boolean first = !withinMessage;
    withinMessage = !last;
    if (!first) {
      return dropping ? Verdict.DROP : Verdict.PASS;
    }
    long now = time.nanoTime();
    boolean fits =
        !tooFast
            && takes(messages, 1, Limit.MESSAGES, now)
            && takes(messagesOfUser, 1, Limit.MESSAGES_PER_USER, now);
    dropping = !fits;
    if (fits) {
      return Verdict.PASS;
    }
    return policy == RatePolicy.CLOSE ? Verdict.CLOSE : Verdict.DROP;
  }

  /** How long nothing is to be read, so that the rates are kept; 0 if reading goes on. */
  public long delayNanos() {
    if (policy != RatePolicy.DELAY) {
      return 0;
    }
    long now = time.nanoTime();
    long longest = Math.max(wait(messages, Limit.MESSAGES, now), wait(bytes, Limit.BYTES, now));
    longest = Math.max(longest, wait(messagesOfUser, Limit.MESSAGES_PER_USER, now));
    return Math.max(longest, wait(bytesOfUser, Limit.BYTES_PER_USER, now));
  }

  private long wait(@Nullable TokenBucket bucket, Limit limit, long now) {
    long nanos = bucket == null ? 0 : bucket.waitNanos(now);
    if (nanos > 0) {
      hits.hit(limit, client);
    }
    return nanos;
  }

  private boolean takes(@Nullable TokenBucket bucket, int count, Limit limit, long now) {
    if (bucket == null) {
      return true;
    }
    if (policy == RatePolicy.DELAY) {
      bucket.take(count, now);
      return true;
    }
    boolean taken = bucket.tryTake(count, now);
    if (!taken) {
      hits.hit(limit, client);
    }
    return taken;
  }
}
