package dev.parley.benchmarks;

import java.util.List;

/**
 * Something to measure.
 *
 * @param name as in options and results
 * @param title as in tables
 * @param kind how it is measured
 * @param arguments of the load generator, without those for time
 * @param need what a server must have beside the two routes
 */
record Scenario(String name, String title, Kind kind, List<String> arguments, Need need) {
  Scenario {
    arguments = List.copyOf(arguments);
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
    NOTHING,
    /** The routes of Bench.java that misbehave. */
    NEIGHBOUR,
    TLS,
    DEFLATE
  }

  /** How the server is started for it. */
  Mode mode() {
    return switch (need) {
      case NOTHING, NEIGHBOUR -> Mode.PLAIN;
      case TLS -> Mode.TLS;
      case DEFLATE -> Mode.DEFLATE;
    };
  }
}
