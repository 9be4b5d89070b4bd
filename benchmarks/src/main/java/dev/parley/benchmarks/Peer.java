package dev.parley.benchmarks;

import java.util.List;
import java.util.Optional;

/** A server that can be measured. */
interface Peer {
  /** The name in options, results and tables. */
  String name();

  /** What is missing on this machine, if anything; then it is left out. */
  Optional<String> missing();

  /** Builds what is needed. */
  void build();

  /** The versions of what it is made of, as found in the build. */
  String version();

  /** The command that serves {@code /ws/echo} and {@code /ws/room} on a port of 127.0.0.1. */
  List<String> command(int port, Mode mode);

  /** Whether a scenario can be asked of it. */
  default boolean serves(Scenario scenario) {
    return scenario.need() == Scenario.Need.NOTHING;
  }

  /** Whether a JVM runs it, whose heap can be looked at. */
  default boolean isJvm() {
    return true;
  }
}
