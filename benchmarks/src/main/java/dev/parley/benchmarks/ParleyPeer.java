package dev.parley.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parley, serving {@code examples/bench/Bench.java}. */
final class ParleyPeer implements Peer {
  /** Who runs the handlers. */
  enum Scheduler {
    /** The event loop of the connection, as {@code java.lang} is open. */
    LOOPS,
    /** The JDK. */
    JDK
  }

  private final Places places;
  private final JvmOptions jvm;
  private final Scheduler scheduler;

  ParleyPeer(Places places, JvmOptions jvm, Scheduler scheduler) {
    this.places = places;
    this.jvm = jvm;
    this.scheduler = scheduler;
  }

  @Override
  public String name() {
    return scheduler == Scheduler.LOOPS ? "parley" : "parley-jdk-scheduler";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public void build() {
    Shell.require(
        places.project(),
        List.of(
            Places.jdk("javac"),
            "-parameters",
            "-cp",
            libraries(),
            "-d",
            places.work().resolve("bench").toString(),
            "examples/bench/Bench.java"));
  }

  private String libraries() {
    return System.getProperty("java.class.path");
  }

  @Override
  public String version() {
    var commit =
        Shell.ask("git", "-C", places.project().toString(), "rev-parse", "--short", "HEAD");
    return "0.1.0-SNAPSHOT" + commit.map(hash -> " (" + hash + ")").orElse("");
  }

  @Override
  public boolean serves(Scenario scenario) {
    return true;
  }

  private List<String> options(Mode mode) {
    var certificate = Certificate.in(places.work());
    return switch (mode) {
      case PLAIN -> List.of();
      case TLS ->
          List.of(
              "-Dparley.tlsCertificates=" + certificate.chain(),
              "-Dparley.tlsKeys=" + certificate.key());
      case DEFLATE ->
          List.of("-Dparley.compressionMode=message", "-Dparley.compressionThresholdBytes=0");
    };
  }

  @Override
  public List<String> command(int port, Mode mode) {
    var options = new ArrayList<String>();
    if (scheduler == Scheduler.LOOPS) {
      options.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }
    options.addAll(List.of("-Dparley.host=127.0.0.1", "-Dparley.port=" + port));
    options.addAll(options(mode));
    return jvm.command(
        options, List.of("-cp", places.work().resolve("bench") + ":" + libraries(), "Bench"));
  }
}
