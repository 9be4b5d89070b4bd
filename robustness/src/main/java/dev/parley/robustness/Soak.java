package dev.parley.robustness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * One server under mixed traffic at a constant rate, looked at every few seconds: what it holds
 * must not grow.
 */
final class Soak implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int DESCRIPTORS = 4_096;

  /** How long a line that was thrown out waits before it comes again: this paces the abuse. */
  private static final Duration REST = Duration.ofSeconds(2);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What misbehaves all the time, and on how many lines. */
  private static final List<Abuse> ABUSES =
      List.of(
          new Abuse(Attack.HALF_HEADS, 20),
          new Abuse(Attack.GARBAGE, 9),
          new Abuse(Attack.BROKEN_TEXT, 15),
          new Abuse(Attack.HALF_MESSAGES, 4),
          new Abuse(Attack.SLOW_FRAMES, 10));

  private record Abuse(Attack attack, int lines) {}

  private final ServerProcess server;
  private final Child traffic;
  private final List<Child> attackers = new ArrayList<>();

  private Soak(Path log) {
    server = ServerProcess.start(Cores.SHARED, DESCRIPTORS, log, ServerProcess.TOUCHED_HEAP);
    traffic =
        Child.start(
            List.of(),
            List.of("-Xmx96m", "-XX:+UseSerialGC"),
            List.of(SoakTraffic.class.getName(), Integer.toString(server.port())));
    traffic.awaitReady(PATIENCE);
    for (var abuse : ABUSES) {
      attackers.add(start(abuse, 2 + attackers.size()));
    }
    attackers.forEach(attacker -> attacker.awaitReady(PATIENCE));
  }

  private Child start(Abuse abuse, int network) {
    return Child.start(
        List.of(),
        List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(
            Attacker.class.getName(),
            abuse.attack().name(),
            Integer.toString(abuse.lines()),
            Integer.toString(server.port()),
            Integer.toString(network),
            Long.toString(REST.toMillis())));
  }

  /** Starts the server and everybody who uses it. */
  static Soak start(Path log) {
    return new Soak(log);
  }

  /** Has it run for a time. */
  SoakResult run(SoakPlan plan, Consumer<SoakSample> told) throws IOException {
    attackers.forEach(attacker -> attacker.say("go"));
    traffic.say("go");
    var samples = new ArrayList<SoakSample>();
    long begin = System.nanoTime();
    long end = begin + plan.time().toNanos();
    double cpuBefore = server.process().cpuSeconds();
    long step = plan.betweenSamples().toNanos();
    for (long next = begin + step; next <= end; next += step) {
      Pause.until(next);
      boolean collects = (samples.size() + 1) % plan.samplesPerCollection() == 0;
      var sample = sample(begin, collects);
      samples.add(sample);
      told.accept(sample);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuShare = (server.process().cpuSeconds() - cpuBefore) / seconds;
    var counts = report();
    attackers.forEach(attacker -> attacker.say("stop"));
    var outcomes =
        attackers.stream()
            .map(attacker -> JSON.readValue(attacker.await(PATIENCE), Outcome.class))
            .toList();
    return new SoakResult(
        seconds, samples, cpuShare, counts, Outcome.together(outcomes), server.complaints());
  }

  private SoakTraffic.Counts report() {
    return JSON.readValue(traffic.ask("report", PATIENCE), SoakTraffic.Counts.class);
  }

  private SoakSample sample(long begin, boolean collects) throws IOException {
    if (!server.isAlive()) {
      throw new IllegalStateException("The server has ended: " + server.complaints());
    }
    var counts = report();
    var outside = server.process();
    var sample =
        new SoakSample(
            (System.nanoTime() - begin) / 1e9,
            outside.residentBytes(),
            outside.descriptors(),
            outside.sockets(),
            counts.echo(),
            counts.failures().values().stream().mapToLong(Long::longValue).sum(),
            collects ? server.figures().orElse(null) : null);
    if (collects) {
      // What echoes waited for this collection says nothing about the server.
      report();
    }
    return sample;
  }

  @Override
  public void close() {
    attackers.forEach(Child::close);
    traffic.close();
    server.close();
  }
}
