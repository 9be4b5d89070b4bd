package dev.parley.benchmarks;

import java.util.List;

/**
 * The median of some values and half the distance between the largest and the smallest.
 *
 * @param count how many there were; without any, the others are 0
 */
record Spread(int count, double median, double halfRange) {
  static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      return new Spread(0, 0, 0);
    }
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(sorted.size(), median, (sorted.getLast() - sorted.getFirst()) / 2);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Of a ratio: whether 1 lies within the spread, so that no gap was shown. */
  boolean hasNoGap() {
    return Math.abs(median - 1) <= halfRange;
  }
}
