package dev.parley.robustness;

import dev.parley.robustness.AbuseResult.Load;
import dev.parley.robustness.AbuseResult.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** One server, well-behaved clients beside it, and one attack after the other. */
final class AbuseRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Longer than the server waits for a head, a body, or a client that does not read. */
  private static final Duration WARM_UP = Duration.ofSeconds(13);

  private static final Duration BETWEEN_WARM_UPS = Duration.ofSeconds(2);
  private static final int WARM_UPS = 2;
  private static final long LOOK_MILLIS = 100;
  private static final int FIRST_NETWORK = 2;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Scale scale;
  private final Cores cores;
  private final Path log;
  private ServerProcess server;
  private Child healthy;

  private AbuseRun(Scale scale, Cores cores, Path log) {
    this.scale = scale;
    this.cores = cores;
    this.log = log;
    this.server = startServer();
    this.healthy = startHealthy();
  }

  /** Starts the server and its well-behaved clients. */
  static AbuseRun start(Scale scale, Cores cores, Path log) {
    return new AbuseRun(scale, cores, log);
  }

  private ServerProcess startServer() {
    return ServerProcess.start(cores, scale.descriptors(), log, scale.serverOptions());
  }

  private Child startHealthy() {
    var child =
        Child.start(
            cores.before(Cores.Role.HEALTHY),
            // What compiles longer keeps the clients waiting, at their priority.
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of(
                HealthyClient.class.getName(),
                Integer.toString(server.port()),
                Integer.toString(scale.healthyConnections()),
                Integer.toString(scale.messagesPerSecond())));
    child.awaitReady(PATIENCE);
    return child;
  }

  /** Lets everybody do its work before it counts, until all code is compiled. */
  void warmUp(List<Attack> attacks) {
    health(WARM_UP);
    for (int i = 0; i < WARM_UPS; i++) {
      attacks.forEach(this::warmUp);
    }
  }

  private void warmUp(Attack attack) {
    var attackers = startAttackers(attack);
    attackers.forEach(attacker -> attacker.say("go"));
    Pause.of(WARM_UP);
    attackers.forEach(attacker -> attacker.say("stop"));
    outcome(attackers);
    attackers.forEach(Child::close);
    Pause.of(BETWEEN_WARM_UPS);
    if (!server.isAlive()) {
      throw new IllegalStateException("The server has ended: " + attack.description());
    }
  }

  /** Runs attacks on the same server; one that has not survived is replaced. */
  List<AbuseResult> run(List<Attack> attacks, Consumer<AbuseResult> told) throws IOException {
    var results = new ArrayList<AbuseResult>();
    for (var attack : attacks) {
      var result = run(attack);
      results.add(result);
      told.accept(result);
      if (!server.isAlive()) {
        close();
        server = startServer();
        healthy = startHealthy();
      }
    }
    return results;
  }

  private AbuseResult run(Attack attack) throws IOException {
    var attackers = startAttackers(attack);
    try {
      var baseline = state();
      server.process().forgetPeak();
      var before = health(scale.before());
      attackers.forEach(attacker -> attacker.say("go"));
      healthy.ask("begin", PATIENCE);
      var load = watch(scale.duration(attack));
      var during = report();
      healthy.ask("begin", PATIENCE);
      attackers.forEach(attacker -> attacker.say("stop"));
      var outcome = outcome(attackers);
      var settled = settle(baseline);
      var after = report();
      var faults = AbuseResult.faults(during, settled.leftSince(baseline));
      if (!server.isAlive()) {
        faults.addFirst("the server has ended");
      }
      return new AbuseResult(
          attack.name(),
          attack.description(),
          scale.lines(attack),
          scale.duration(attack).toSeconds(),
          before,
          during,
          after,
          load,
          baseline,
          settled,
          outcome,
          faults);
    } finally {
      attackers.forEach(Child::close);
    }
  }

  private List<Child> startAttackers(Attack attack) {
    int processes = scale.processes(attack);
    var attackers = new ArrayList<Child>();
    for (int i = 0; i < processes; i++) {
      int lines = (scale.lines(attack) + i) / processes;
      attackers.add(
          Child.start(
              cores.before(Cores.Role.ATTACKER),
              List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
              List.of(
                  Attacker.class.getName(),
                  attack.name(),
                  Integer.toString(lines),
                  Integer.toString(server.port()),
                  Integer.toString(FIRST_NETWORK + i))));
    }
    attackers.forEach(attacker -> attacker.awaitReady(PATIENCE));
    return attackers;
  }

  private static Outcome outcome(List<Child> attackers) {
    return Outcome.together(
        attackers.stream()
            .map(attacker -> JSON.readValue(attacker.await(PATIENCE), Outcome.class))
            .toList());
  }

  private Health health(Duration time) {
    healthy.ask("begin", PATIENCE);
    Pause.of(time);
    return report();
  }

  private Health report() {
    return JSON.readValue(healthy.ask("report", PATIENCE), Health.class);
  }

  /** Looks at the server from outside while it is attacked. */
  private Load watch(Duration time) throws IOException {
    double cpuBefore = server.process().cpuSeconds();
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    int descriptors = 0;
    while (System.nanoTime() < end && server.isAlive()) {
      descriptors = Math.max(descriptors, server.process().descriptors());
      Pause.millis(LOOK_MILLIS);
    }
    if (!server.isAlive()) {
      return new Load(0, 0, descriptors);
    }
    double cpu = server.process().cpuSeconds() - cpuBefore;
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Load(server.process().peakResidentBytes(), cpu / seconds, descriptors);
  }

  /** Waits until nothing is left of an attack, or patience ends. */
  private State settle(State baseline) throws IOException {
    long end = System.nanoTime() + scale.patience().toNanos();
    var state = state();
    while (server.isAlive() && System.nanoTime() < end && !state.leftSince(baseline).isEmpty()) {
      Pause.of(Duration.ofSeconds(1));
      state = state();
    }
    return state;
  }

  private State state() throws IOException {
    var figures = server.figures().orElseGet(() -> new ServerFigures(0, 0, 0, 0, 0, 0));
    int complaints = server.complaints().size();
    if (!server.isAlive()) {
      return new State(figures, 0, 0, complaints);
    }
    return new State(
        figures, server.process().descriptors(), server.process().residentBytes(), complaints);
  }

  @Override
  public void close() {
    healthy.close();
    server.close();
  }
}
