package dev.parley.benchmarks;

import java.util.List;

/** Which core each side runs on. */
enum Cores {
  /** The server on core 0, the load on core 1. */
  PINNED,
  /** As the scheduler likes. */
  FREE;

  /** The sides of a measurement. */
  enum Role {
    SERVER,
    LOAD
  }

  /** Pinned, where there are two cores and the program for it. */
  static Cores usual() {
    return Runtime.getRuntime().availableProcessors() > 1 && Shell.has("taskset") ? PINNED : FREE;
  }

  /** What stands before the command of a side. */
  List<String> before(Role role) {
    return switch (this) {
      case FREE -> List.of();
      case PINNED -> List.of("taskset", "-c", role == Role.SERVER ? "0" : "1");
    };
  }
}
