package dev.parley.benchmarks;

import java.util.List;
import java.util.Set;

/**
 * Something to measure.
 *
 * @param name as in options and results
 * @param title as in tables
 * @param kind how it is measured
 * @param arguments of the load generator, without those for time
 * @param needs what a server must have beside the two routes
 */
record Scenario(String name, String title, Kind kind, List<String> arguments, Set<Need> needs) {
  Scenario {
    arguments = List.copyOf(arguments);
    needs = Set.copyOf(needs);
  }

  /** How something is measured. */
  enum Kind {
    /** Load for some seconds; CPU for each message counts. */
    LOAD,
    /** Many silent connections; memory counts. */
    IDLE,
    /** From the start of the process to the first connection. */
    START_UP
  }

  /** What only some servers have. */
  enum Need {
    /** The routes of Bench.java that misbehave. */
    NEIGHBOUR,
    TLS,
    DEFLATE
  }

  boolean isFanout() {
    return name.startsWith("fanout");
  }
}
