package dev.parley.robustness;

import java.time.Duration;

/**
 * How long a soak runs, and how often is looked.
 *
 * @param time how long the traffic lasts
 * @param betweenSamples how often is looked from outside
 * @param samplesPerCollection at every so many samples the server collects its garbage and counts
 */
record SoakPlan(Duration time, Duration betweenSamples, int samplesPerCollection) {

  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(5);
  private static final int SAMPLES_PER_COLLECTION = 6;
  private static final int LEAST_SAMPLES = 36;

  /** A look every 5 s, a collection every 30 s; more often in less than 3 minutes. */
  static SoakPlan of(Duration time) {
    var share = time.dividedBy(LEAST_SAMPLES);
    return new SoakPlan(
        time,
        share.compareTo(BETWEEN_SAMPLES) < 0 ? share : BETWEEN_SAMPLES,
        SAMPLES_PER_COLLECTION);
  }
}
