package dev.parley.internal.limit;

import dev.parley.Limit;
import dev.parley.internal.log.LoopLog;
import dev.parley.internal.time.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How often each limit took effect. Says so in the log as well, for each limit at most once in some
 * seconds, as whoever runs into limits does it often. Any thread; allocates nothing but for a line
 * of the log.
 */
public final class Hits {
  private static final LoopLog LOG = LoopLog.of("dev.parley.limits");

  private final Map<Limit, Sampling> samples = new EnumMap<>(Limit.class);
  private final Consumer<Limit> observer;

  /**
   * Creates counters that are zero.
   *
   * @param observer told of every hit
   */
  public Hits(TimeSource time, Consumer<Limit> observer) {
    this.observer = observer;
    for (var limit : Limit.values()) {
      samples.put(limit, new Sampling(time));
    }
  }

  /**
   * Counts a hit.
   *
   * @param who whom it concerned, for the log: an address, a path, an id; never a secret
   */
  public void hit(Limit limit, Object who) {
    var sample = of(limit);
    long since = sample.count();
    observer.accept(limit);
    if (since > 0) {
      LOG.warn(
          "Limit {} took effect for {}; {} times since the line before, {} in all",
          limit,
          who,
          since,
          sample.sum());
    }
  }

  /** How often a limit took effect. */
  public long count(Limit limit) {
    return of(limit).sum();
  }

  private Sampling of(Limit limit) {
    return Objects.requireNonNull(samples.get(limit));
  }
}
