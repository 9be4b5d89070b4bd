package dev.parley.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one measurement of one server told.
 *
 * @param round from 1
 * @param scenario its name
 * @param peer its name
 * @param figures by name, in the units that the names tell
 * @param errors messages that were lost or wrong
 * @param complaints what the load generator said of them
 */
record Sample(
    int round,
    String scenario,
    String peer,
    Map<String, Double> figures,
    long errors,
    String complaints) {
  /** What else ran on the machine, in cores, from which on a sample is disturbed. */
  private static final double DISTURBED = 0.2;

  Sample {
    figures = Map.copyOf(new TreeMap<>(figures));
  }

  boolean has(Figure figure) {
    return figures.containsKey(figure.key());
  }

  double figure(Figure figure) {
    return figures.getOrDefault(figure.key(), 0.0);
  }

  /** Whether other programs took so much of the machine that the figures say little. */
  boolean isDisturbed() {
    return figures.getOrDefault("otherCores", 0.0) > DISTURBED;
  }
}
