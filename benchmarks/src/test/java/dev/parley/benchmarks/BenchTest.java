package dev.parley.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the load generator and Bench.java honest: every message comes back, whole and in order. */
class BenchTest {
  private static final Places PLACES = Places.here();

  private static @Nullable LoadGenerator load;
  private static @Nullable ServerProcess server;

  @BeforeAll
  static void start() {
    if (!Boolean.parseBoolean(System.getenv("PARLEY_REQUIRE_ALL"))) {
      assumeTrue(LoadGenerator.canBeBuilt(), "there is no C compiler (cc)");
    }
    load = LoadGenerator.build(PLACES, Cores.FREE);
    var parley =
        new ParleyPeer(PLACES, new JvmOptions(List.of("-Xmx256m")), ParleyPeer.Scheduler.LOOPS);
    parley.build();
    server = ServerProcess.start(parley, Mode.PLAIN, Cores.FREE, PLACES.work().resolve("logs"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo --connections 50 --in-flight 4",
        "echo --connections 5 --in-flight 16 --bytes 1024 --kind binary",
        "echo --connections 2 --bytes 100000",
        "echo --connections 20 --rate 2000",
        "fanout --connections 100 --bytes 128 --in-flight 4",
        "churn --connections 4",
      })
  void everyMessageComesBackAsItWasSent(String arguments) {
    var measured = run(arguments);

    assertThat(measured.complaints()).isEmpty();
    assertThat(measured.errors()).isZero();
    assertThat(measured.figure("messages")).isPositive();
    assertThat(measured.figure("serverCpuSeconds")).isPositive();
    assertThat(measured.figure("p50Micros")).isPositive();
    assertThat(measured.figure("p999Micros"))
        .isBetween(measured.figure("p99Micros"), measured.figure("maxMicros"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "dns", "sleep", "synchronized", "file", "burn", "native"})
  void badNeighboursAnswer(String route) {
    var measured = run("echo --connections 10 --disturb /ws/" + route);

    assertThat(measured.complaints()).isEmpty();
    assertThat(measured.errors()).isZero();
    assertThat(measured.figure("disturbances")).isPositive();
  }

  @Test
  void silentConnectionsStayOpenUntilTheyAreVerified() {
    try (var idle = generator().open(serverProcess(), 600)) {
      var measured = idle.verify();

      assertThat(measured.complaints()).isEmpty();
      assertThat(measured.errors()).isZero();
      assertThat(measured.figure("messages")).isEqualTo(600);
    }
  }

  @Test
  void wrongRepliesAreErrors() {
    // What one member publishes comes to all, so an echo is not all that comes back.
    var measured = run("echo --connections 2 --path /ws/room");

    assertThat(measured.errors()).isPositive();
    assertThat(measured.complaints()).contains("did not come back as sent");
  }

  @Test
  void unknownRoutesAreErrors() {
    var measured = run("echo --path /ws/nowhere");

    assertThat(measured.errors()).isPositive();
    assertThat(measured.complaints()).contains("handshake answered with: HTTP/1.1 404");
  }

  private static LoadGenerator.Measured run(String arguments) {
    var all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(List.of("--warmup", "0.2", "--seconds", "0.8"));
    return generator().run(serverProcess(), all);
  }

  private static LoadGenerator generator() {
    if (load == null) {
      throw new AssertionError("The load generator was not built.");
    }
    return load;
  }

  private static ServerProcess serverProcess() {
    if (server == null) {
      throw new AssertionError("The server was not started.");
    }
    return server;
  }
}
