package dev.parley.internal.limit;

import dev.parley.Limit;
import dev.parley.internal.log.LoopLog;
import dev.parley.internal.time.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * How often each limit took effect. Says so in the log as well, for each limit at most once in some
 * seconds, as whoever runs into limits does it often. Any thread; allocates nothing but for a line
 * of the log.
 */
public final class Hits {
  private static final LoopLog LOG = LoopLog.of("dev.parley.limits");
  private static final long BETWEEN_LINES_NANOS = 5_000_000_000L;

  private final Map<Limit, Sample> samples = new EnumMap<>(Limit.class);
  private final TimeSource time;
  private final Consumer<Limit> observer;

  private static final class Sample {
    private final LongAdder hits = new LongAdder();
    private final AtomicLong nextLineAt;
    private volatile long told;

    Sample(long now) {
      this.nextLineAt = new AtomicLong(now);
    }
  }

  /**
   * Creates counters that are zero.
   *
   * @param observer told of every hit
   */
  public Hits(TimeSource time, Consumer<Limit> observer) {
    this.time = time;
    this.observer = observer;
    for (var limit : Limit.values()) {
      samples.put(limit, new Sample(time.nanoTime()));
    }
  }

  /**
   * Counts a hit.
   *
   * @param who whom it concerned, for the log: an address, a path, an id; never a secret
   */
  public void hit(Limit limit, Object who) {
    var sample = of(limit);
    sample.hits.increment();
    observer.accept(limit);
    long now = time.nanoTime();
    long due = sample.nextLineAt.get();
    if (now - due >= 0 && sample.nextLineAt.compareAndSet(due, now + BETWEEN_LINES_NANOS)) {
      long all = sample.hits.sum();
      LOG.warn(
          "Limit {} took effect for {}; {} times since the line before, {} in all",
          limit,
          who,
          all - sample.told,
          all);
      sample.told = all;
    }
  }

  /** How often a limit took effect. */
  public long count(Limit limit) {
    return of(limit).hits.sum();
  }

  private Sample of(Limit limit) {
    return Objects.requireNonNull(samples.get(limit));
  }
}
