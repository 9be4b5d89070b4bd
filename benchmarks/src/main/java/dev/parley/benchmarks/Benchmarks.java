package dev.parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Measures what was asked for and writes the pages.
   *
   * @param arguments see {@code --help}
   * @throws IOException if a page cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    var all = List.of(arguments);
    if (all.contains("--help")) {
      printHelp();
      return;
    }
    try {
      if (all.size() == 2 && all.getFirst().equals("--pages")) {
        var file = Path.of(all.getLast());
        Pages.write(Results.read(file), file.toAbsolutePath().resolveSibling(""));
      } else {
        run(Options.parse(all));
      }
    } catch (IllegalArgumentException problem) {
      System.err.println("benchmarks: " + problem.getMessage());
      System.exit(2);
    }
  }

  private static void printHelp() {
    var places = Places.here();
    System.out.println(Options.USAGE);
    System.out.println(
        "Peers: " + String.join(", ", Peers.names(Peers.all(places, new JvmOptions(List.of())))));
    System.out.println("Scenarios: ");
    Scenarios.all().forEach(scenario -> System.out.println("  " + scenario.name()));
  }

  private static void run(Options options) throws IOException {
    var places = Places.here();
    var scenarios = possible(Scenarios.named(options.scenarios()));
    var wanted = Peers.named(Peers.all(places, new JvmOptions(options.jvm())), options.peers());
    var load = LoadGenerator.build(places, options.cores());
    if (scenarios.stream().anyMatch(scenario -> scenario.mode() == Mode.TLS)) {
      Certificate.in(places.work()).make();
    }
    var peers = prepared(wanted);
    var file = options.output().resolve("results.jsonl");
    Results.begin(file, Environment.of(options, peers));
    try (var run =
        new Run(options, load, places.work().resolve("logs"), sample -> keep(file, sample))) {
      run.measure(peers, scenarios);
    }
    Files.createDirectories(options.output());
    Pages.write(Results.read(file), options.output());
    System.out.println("Pages are in " + options.output());
  }

  /** Leaves out, visibly, what this machine cannot measure. */
  private static List<Scenario> possible(List<Scenario> wanted) {
    if (Certificate.canBeMade()) {
      return wanted;
    }
    System.out.println("Left out: TLS, as openssl is not installed");
    return wanted.stream().filter(scenario -> scenario.mode() != Mode.TLS).toList();
  }

  /** Builds the peers and leaves out, visibly, what this machine does not have. */
  private static List<Peer> prepared(List<Peer> wanted) {
    var ready = new ArrayList<Peer>();
    for (var peer : wanted) {
      var missing = peer.missing();
      if (missing.isPresent()) {
        System.out.println("Left out: " + peer.name() + ", as " + missing.get());
      } else {
        peer.build();
        ready.add(peer);
      }
    }
    return ready;
  }

  private static void keep(Path file, Sample sample) {
    Results.append(file, sample);
    var figures =
        java.util.Arrays.stream(Figure.values())
            .filter(sample::has)
            .map(figure -> figure.title() + " " + figure.format(sample.figure(figure)))
            .collect(Collectors.joining(", "));
    System.out.println(
        sample.round()
            + " "
            + sample.scenario()
            + " "
            + sample.peer()
            + ": "
            + figures
            + (sample.isDisturbed() ? " (disturbed)" : "")
            + (sample.errors() > 0 ? " ERRORS " + sample.errors() : ""));
    if (!sample.complaints().isEmpty()) {
      System.out.println(sample.complaints().indent(4).stripTrailing());
    }
  }
}
