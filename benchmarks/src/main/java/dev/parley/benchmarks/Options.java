package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param peers names; empty for all that the machine has
 * @param scenarios beginnings of names; empty for the usual ones
 * @param rounds how often each server is measured in each scenario
 * @param seconds of one measured window
 * @param warmupSeconds of load on each server before the first round
 * @param cores where the sides run
 * @param jvm options of every server on a JVM
 * @param output the folder of the pages
 */
record Options(
    List<String> peers,
    List<String> scenarios,
    int rounds,
    double seconds,
    double warmupSeconds,
    Cores cores,
    List<String> jvm,
    Path output) {
  static final String USAGE =
      """
      benchmarks/run [options]
        --peers NAME,...       the servers (default: all that this machine has)
        --scenarios PREFIX,... what to measure, by the beginnings of names (default: the usual
                               ones; 'aims' for those that an aim is set for; 'all' for every
                               combination of the echoes too)
        --rounds N             measurements of each server in each scenario (default 5)
        --seconds S            of one measured window (default 3)
        --warmup S             of load on each server before the first round (default 24)
        --pin, --no-pin        servers on core 0, load on core 1 (default: where there are two)
        --jvm OPTION           for every server on a JVM, may be repeated (default -Xmx2g)
        --output FOLDER        of the pages and results (default docs/benchmarks)
        --pages FILE           makes the pages from results and measures nothing
      """;

  Options {
    peers = List.copyOf(peers);
    scenarios = List.copyOf(scenarios);
    jvm = List.copyOf(jvm);
  }

  /** Reads them; throws IllegalArgumentException with what was expected. */
  static Options parse(List<String> arguments) {
    return new Reader(arguments).read();
  }

  private static final class Reader {
    private final List<String> arguments;
    private int next;
    private List<String> peers = List.of();
    private List<String> scenarios = List.of();
    private int rounds = 5;
    private double seconds = 3;
    private double warmupSeconds = 24;
    private Cores cores = Cores.usual();
    private final List<String> jvm = new ArrayList<>();
    private Path output = Path.of("docs/benchmarks");

    Reader(List<String> arguments) {
      this.arguments = arguments;
    }

    Options read() {
      while (next < arguments.size()) {
        readOption(arguments.get(next++));
      }
      var jvmOptions = jvm.isEmpty() ? List.of("-Xmx2g") : jvm;
      return new Options(
          peers, scenarios, rounds, seconds, warmupSeconds, cores, jvmOptions, output);
    }

    private void readOption(String option) {
      switch (option) {
        case "--peers" -> peers = list(option);
        case "--scenarios" -> scenarios = list(option);
        case "--rounds" -> rounds = (int) number(option, 1, 1_000);
        case "--seconds" -> seconds = number(option, 0.1, 3_600);
        case "--warmup" -> warmupSeconds = number(option, 0, 3_600);
        case "--pin" -> cores = Cores.PINNED;
        case "--no-pin" -> cores = Cores.FREE;
        case "--jvm" -> jvm.add(value(option));
        case "--output" -> output = Path.of(value(option));
        default -> throw new IllegalArgumentException("No option '" + option + "'.\n" + USAGE);
      }
    }

    private String value(String option) {
      if (next == arguments.size()) {
        throw new IllegalArgumentException(option + " needs a value.");
      }
      return arguments.get(next++);
    }

    private List<String> list(String option) {
      return Arrays.stream(value(option).split(",")).filter(name -> !name.isBlank()).toList();
    }

    private double number(String option, double least, double most) {
      var text = value(option);
      try {
        double value = Double.parseDouble(text);
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException notOne) {
        // Told below.
      }
      throw new IllegalArgumentException(
          option + " is '" + text + "'; expected a number from " + least + " to " + most + ".");
    }
  }
}
