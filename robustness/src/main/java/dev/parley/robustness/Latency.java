package dev.parley.robustness;

import java.util.Arrays;

/** How long something took, in milliseconds; zeros where nothing was measured. */
record Latency(int count, double p50, double p99, double max) {
  private static final double NANOS_PER_MILLI = 1e6;

  static Latency ofNanos(long[] nanos) {
    if (nanos.length == 0) {
      return new Latency(0, 0, 0, 0);
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(sorted.length, at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
  }
}
