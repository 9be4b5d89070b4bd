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
          "disturbances");
  private static final List<String> WARMUPS =
      List.of("echo --connections 100 --in-flight 4", "fanout --connections 200 --in-flight 4");

  private final Options options;
  private final LoadGenerator load;
  private final Path logs;
  private final Consumer<Sample> results;
  private final Map<Peer, ServerProcess> servers = new LinkedHashMap<>();

  Run(Options options, LoadGenerator load, Path logs, Consumer<Sample> results) {
    this.options = options;
    this.load = load;
    this.logs = logs;
    this.results = results;
  }

  void measure(List<Peer> peers, List<Scenario> scenarios) {
    if (scenarios.stream().anyMatch(scenario -> scenario.kind() == Scenario.Kind.LOAD)) {
      peers.forEach(this::warmUp);
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

  private ServerProcess server(Peer peer) {
    return servers.compute(
        peer,
        (key, running) ->
            running != null && running.isAlive()
                ? running
                : ServerProcess.start(peer, options.cores(), logs));
  }

  private void warmUp(Peer peer) {
    var server = server(peer);
    for (var warmup : WARMUPS) {
      load.run(server, timed(List.of(warmup.split(" ")), options.warmupSeconds() / 3));
    }
    load.run(server, timed(List.of("churn", "--connections", "8"), options.warmupSeconds() / 3));
  }

  private static List<String> timed(List<String> arguments, double seconds) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("--seconds", Double.toString(seconds)));
    return all;
  }

  private Sample sample(int round, Scenario scenario, Peer peer) {
    return switch (scenario.kind()) {
      case LOAD -> underLoad(round, scenario, peer);
      case IDLE -> idle(round, scenario, peer);
      case START_UP -> startUp(round, scenario, peer);
    };
  }

  private Sample underLoad(int round, Scenario scenario, Peer peer) {
    var measured = load.run(server(peer), timed(scenario.arguments(), options.seconds()));
    var figures = new HashMap<String, Double>();
    if (measured.figures().isPresent()) {
      LOAD_FIGURES.forEach(name -> figures.put(name, measured.figure(name)));
    } else {
      // It may not have closed all connections: the next one shall not suffer from that.
      server(peer).close();
      servers.remove(peer);
    }
    return new Sample(
        round, scenario.name(), peer.name(), figures, measured.errors(), measured.complaints());
  }

  /** A fresh server on all cores, so that the JVM collects garbage as it usually does. */
  private Sample idle(int round, Scenario scenario, Peer peer) {
    int connections = Integer.parseInt(scenario.arguments().getFirst());
    try (var server = ServerProcess.start(peer, Cores.FREE, logs)) {
      load.run(server, List.of("echo", "--connections", "50", "--seconds", "1"));
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
    try (var server = ServerProcess.start(peer, Cores.FREE, logs)) {
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
