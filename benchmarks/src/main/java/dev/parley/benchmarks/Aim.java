package dev.parley.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What Parley has to reach, and wants to.
 *
 * @param what in words
 * @param figure that counts; less is better
 * @param measured whose figure, in which scenario
 * @param base whose figure it is divided by; its peer may be {@link #BEST_JVM}, or {@link #NOTHING}
 * @param must the most it may be
 * @param want what it shall be
 */
record Aim(String what, Figure figure, Side measured, Side base, double must, double want) {
  private static final String PARLEY = "parley";
  private static final String NETTY = "netty";
  private static final String FASTAPI = "fastapi";
  private static final String BEST_JVM = "best JVM peer";
  private static final String NOTHING = "";
  private static final List<String> JVM_PEERS =
      List.of(NETTY, "vertx", "undertow", "helidon", "jetty", "javalin", "spring", "quarkus");

  /** A server in a scenario. */
  record Side(String scenario, String peer) {}

  static List<Aim> all() {
    return List.of(
        cpu("echo-100x1-32-text", NETTY, 1.00, 0.90),
        cpu("echo-100x16-32-text", NETTY, 0.80, 0.40),
        cpu("echo-100x16-1024-text", NETTY, 0.50, 0.25),
        new Aim(
            "echo-100x1-32-text, p99 / netty",
            Figure.P99,
            new Side("echo-100x1-32-text", PARLEY),
            new Side("echo-100x1-32-text", NETTY),
            1.1,
            1.0),
        cpu("fanout-1000", BEST_JVM, 0.70, 0.40),
        cpu("fanout-5000", BEST_JVM, 0.70, 0.40),
        // At least 0.9 and 1.1 times as many handshakes in a second of CPU.
        cpu("churn", NETTY, 1 / 0.9, 1 / 1.1),
        new Aim(
            "idle-15000, RSS bytes a connection",
            Figure.RSS,
            new Side("idle-15000", PARLEY),
            new Side("idle-15000", NOTHING),
            3_072,
            2_048),
        new Aim(
            "echo-100x1-32-text on the JDK's scheduler / netty",
            Figure.CPU,
            new Side("echo-100x1-32-text", "parley-jdk-scheduler"),
            new Side("echo-100x1-32-text", NETTY),
            1.4,
            1.2),
        neighbour("burn"),
        neighbour("native"),
        cpu("echo-100x1-32-text", FASTAPI, 0.25, 0.16),
        cpu("churn", FASTAPI, 0.25, 0.16),
        new Aim(
            "idle-15000, RSS a connection / fastapi",
            Figure.RSS,
            new Side("idle-15000", PARLEY),
            new Side("idle-15000", FASTAPI),
            0.25,
            0.16),
        cpu("fanout-1000", FASTAPI, 0.45, 0.33));
  }

  private static Aim cpu(String scenario, String base, double must, double want) {
    return new Aim(
        scenario + ", CPU / " + base,
        Figure.CPU,
        new Side(scenario, PARLEY),
        new Side(scenario, base),
        must,
        want);
  }

  private static Aim neighbour(String name) {
    return new Aim(
        "neighbour-" + name + ", p99 / neighbour-quiet",
        Figure.P99,
        new Side("neighbour-" + name, PARLEY),
        new Side("neighbour-quiet", PARLEY),
        3,
        1.5);
  }

  /** Whether an aim is measured by a scenario. */
  static boolean needs(Scenario scenario) {
    return all().stream()
        .anyMatch(aim ->
            aim.measured().scenario().equals(scenario.name())
                || aim.base().scenario().equals(scenario.name()));
  }

  /** All aims that the run tells something of. */
  static Table table(Results results) {
    var rows = all().stream().map(aim -> aim.row(results)).filter(row -> !row.isEmpty()).toList();
    return new Table("Aims", List.of("what", "measured", "must", "aim", ""), rows);
  }

  private List<String> row(Results results) {
    var value = value(results);
    if (value.isEmpty()) {
      return List.of();
    }
    return List.of(
        what + (base.peer().equals(BEST_JVM) ? " (" + bestJvm(results) + ")" : ""),
        number(value.median()) + " ± " + number(value.halfRange()),
        "≤ " + number(must),
        "≤ " + number(want),
        value.median() <= want ? "aim reached" : value.median() <= must ? "reached" : "missed");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
  }

  private Spread value(Results results) {
    return switch (base.peer()) {
      case NOTHING -> results.spread(measured, figure);
      case BEST_JVM -> results.ratio(figure, measured, new Side(base.scenario(), bestJvm(results)));
      default -> results.ratio(figure, measured, base);
    };
  }

  private String bestJvm(Results results) {
    return JVM_PEERS.stream()
        .filter(peer -> !results.spread(new Side(base.scenario(), peer), figure).isEmpty())
        .min(
            java.util.Comparator.comparingDouble(
                peer -> results.spread(new Side(base.scenario(), peer), figure).median()))
        .orElse(NETTY);
  }
}
