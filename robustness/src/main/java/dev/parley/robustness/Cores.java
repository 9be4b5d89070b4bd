package dev.parley.robustness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs on which core: the server has the first one for itself; everything else shares the
 * second, where the well-behaved clients go before the attackers, so that what is measured is the
 * server and not the clients.
 */
enum Cores {
  /**
   * Two cores and the right to use the real-time scheduler. Attackers are what runs when nothing
   * else does: so other programs of the machine take their core rather than the server's.
   */
  REAL_TIME("core 0", "core 1, SCHED_FIFO", "core 1, SCHED_IDLE") {
    @Override
    List<String> before(Role role) {
      return switch (role) {
        case SERVER -> List.of("taskset", "-c", "0");
        case HEALTHY -> List.of("taskset", "-c", "1", "chrt", "-f", "10");
        case ATTACKER -> List.of("taskset", "-c", "1", "chrt", "-i", "0");
      };
    }
  },

  /** Two cores. */
  NICE("core 0", "core 1, nice 0", "core 1, nice 19") {
    @Override
    List<String> before(Role role) {
      return switch (role) {
        case SERVER -> List.of("taskset", "-c", "0");
        case HEALTHY -> List.of("taskset", "-c", "1");
        case ATTACKER -> List.of("taskset", "-c", "1", "nice", "-n", "19");
      };
    }
  },

  /** A machine where processes cannot be pinned. */
  SHARED("any core", "any core", "any core") {
    @Override
    List<String> before(Role role) {
      return List.of();
    }
  };

  /** What a process does. */
  enum Role {
    SERVER,
    HEALTHY,
    ATTACKER
  }

  private final String server;
  private final String healthy;
  private final String attackers;

  Cores(String server, String healthy, String attackers) {
    this.server = server;
    this.healthy = healthy;
    this.attackers = attackers;
  }

  /** The words in front of a command. */
  abstract List<String> before(Role role);

  /** Has this process, which looks at the others, leave the server alone. */
  void leaveServerAlone() {
    if (this != SHARED) {
      works(
          List.of("taskset", "-a", "-c", "-p", "1", Long.toString(ProcessHandle.current().pid())));
    }
  }

  String describe() {
    return "server on %s; well-behaved clients on %s; attackers on %s"
        .formatted(server, healthy, attackers);
  }

  /** The best that this machine allows. */
  static Cores ofThisMachine() {
    for (var cores : List.of(REAL_TIME, NICE)) {
      boolean all = List.of(Role.values()).stream().allMatch(role -> works(before(cores, role)));
      if (all) {
        return cores;
      }
    }
    return SHARED;
  }

  private static List<String> before(Cores cores, Role role) {
    var command = new ArrayList<>(cores.before(role));
    command.add("true");
    return command;
  }

  private static boolean works(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
