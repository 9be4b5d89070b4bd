package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures servers in turn: each scenario in each round on one server after the other, so that what
 * the machine does to one it does to all. The servers of the loads run all the while, warm and
 * silent.
 */
final class Run implements AutoCloseable {
  private static final List<String> LOAD_FIGURES =
      List.of(
          "messages",
          "perSecond",
          "p50Micros",
          "p99Micros",
          "p999Micros",
          "maxMicros",
          "serverCpuSeconds",
          "cpuMicrosPerMessage",
          "loadCpuSeconds",
          "otherCores",
          "uncompressed",
          "disturbances");

  private static final String ECHO_WARMUP = "echo --connections 100 --in-flight 4";
  private static final String FANOUT_WARMUP = "fanout --connections 200 --in-flight 4";
  private static final String CHURN_WARMUP = "churn --connections 8";

  private static final double IDLE_WARMUP_SECONDS = 3;

  private record Key(Peer peer, Mode mode) {}

  private final Options options;
  private final LoadGenerator load;
  private final Path logs;
  private final Consumer<Sample> results;
  private final Map<Key, ServerProcess> servers = new LinkedHashMap<>();

  Run(Options options, LoadGenerator load, Path logs, Consumer<Sample> results) {
    this.options = options;
    this.load = load;
    this.logs = logs;
    this.results = results;
  }

  void measure(List<Peer> peers, List<Scenario> scenarios) {
    for (var scenario : scenarios) {
      if (scenario.kind() == Scenario.Kind.LOAD) {
        peers.stream()
            .filter(peer -> peer.serves(scenario))
            .forEach(peer -> warmUp(peer, scenario));
      }
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (var scenario : scenarios) {
        var turn = new ArrayList<>(peers);
        Collections.rotate(turn, round);
        turn.removeIf(peer -> !peer.serves(scenario));
        for (var peer : turn) {
          results.accept(sample(round, scenario, peer));
        }
      }
    }
  }

  /** The server of a peer in a mode, started if it does not run. */
  private ServerProcess server(Peer peer, Mode mode) {
    return servers.compute(
        new Key(peer, mode),
        (key, running) ->
            running != null && running.isAlive()
                ? running
                : ServerProcess.start(peer, mode, options.cores(), logs));
  }

  /** Once for each server. */
  private void warmUp(Peer peer, Scenario scenario) {
    var mode = scenario.mode();
    if (servers.containsKey(new Key(peer, mode))) {
      return;
    }
    var server = server(peer, mode);
    if (mode == Mode.PLAIN) {
      warmUp(server, mode, ECHO_WARMUP, 0.25);
      warmUp(server, mode, FANOUT_WARMUP, 0.25);
      // Handshakes use most code.
      warmUp(server, mode, CHURN_WARMUP, 0.5);
    } else {
      // Nothing but echo is measured.
      warmUp(server, mode, ECHO_WARMUP, 0.25);
    }
  }

  private void warmUp(ServerProcess server, Mode mode, String warmup, double share) {
    var arguments = new ArrayList<>(List.of(warmup.split(" ")));
    arguments.addAll(mode.loadOptions());
    load.run(server, timed(arguments, options.warmupSeconds() * share));
  }

  private static List<String> timed(List<String> arguments, double seconds) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("--seconds", Double.toString(seconds)));
    return all;
  }

  /** One that could not be taken is an error, and the run goes on. */
  private Sample sample(int round, Scenario scenario, Peer peer) {
    try {
      return switch (scenario.kind()) {
        case LOAD -> underLoad(round, scenario, peer);
        case IDLE -> idle(round, scenario, peer);
        case START_UP -> startUp(round, scenario, peer);
      };
    } catch (IllegalStateException failure) {
      var complaint = String.valueOf(failure.getMessage());
      return new Sample(round, scenario.name(), peer.name(), Map.of(), 1, complaint);
    }
  }

  private Sample underLoad(int round, Scenario scenario, Peer peer) {
    var measured =
        load.run(server(peer, scenario.mode()), timed(scenario.arguments(), options.seconds()));
    var figures = new HashMap<String, Double>();
    if (measured.figures().isPresent()) {
      LOAD_FIGURES.forEach(name -> figures.put(name, measured.figure(name)));
    } else {
      // It may not have closed all connections: the next one shall not suffer from that.
      server(peer, scenario.mode()).close();
      servers.remove(new Key(peer, scenario.mode()));
    }
    return new Sample(
        round, scenario.name(), peer.name(), figures, measured.errors(), measured.complaints());
  }

  /**
   * A server of its own on all cores, so that the JVM collects garbage as it usually does, after
   * some load: what a thread keeps on its stack is less once its code is compiled.
   */
  private Sample idle(int round, Scenario scenario, Peer peer) {
    int connections = Integer.parseInt(scenario.arguments().getFirst());
    try (var server = ServerProcess.start(peer, Mode.PLAIN, Cores.FREE, logs)) {
      load.run(server, List.of("echo", "--connections", "50", "--seconds", "1"));
      load.run(server, timed(List.of("churn", "--connections", "16"), IDLE_WARMUP_SECONDS));
      long heapBefore = server.liveHeapBytes().orElse(0);
      long rssBefore = server.rssBytes();
      try (var idle = load.open(server, connections)) {
        long rssOpen = server.rssBytes();
        var heap = server.liveHeapBytes();
        long rssAfter = server.rssBytes();
        var measured = idle.verify();
        var figures = new HashMap<String, Double>();
        figures.put(Figure.RSS_BEFORE.key(), (double) (rssOpen - rssBefore) / connections);
        figures.put(Figure.RSS.key(), (double) (rssAfter - rssBefore) / connections);
        heap.ifPresent(
            bytes -> figures.put(Figure.HEAP.key(), (double) (bytes - heapBefore) / connections));
        return new Sample(
            round, scenario.name(), peer.name(), figures, measured.errors(), measured.complaints());
      }
    }
  }

  private Sample startUp(int round, Scenario scenario, Peer peer) {
    try (var server = ServerProcess.start(peer, Mode.PLAIN, Cores.FREE, logs)) {
      double millis = server.startUp().toNanos() / 1e6;
      return new Sample(
          round, scenario.name(), peer.name(), Map.of(Figure.START_UP.key(), millis), 0, "");
    }
  }

  @Override
  public void close() {
    servers.values().forEach(ServerProcess::close);
  }
}
