package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Parley;
import dev.parley.Server;
import dev.parley.internal.app.AppAccess;
import dev.parley.internal.app.StartOptions;
import dev.parley.internal.app.Startup;
import dev.parley.internal.netty.NetworkKind;
import dev.parley.internal.time.SystemTime;
import dev.parley.internal.time.TimeSource;
import dev.parley.test.TestClient;
import dev.parley.test.TestWebSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clocks that jump, as those of machines that were stopped, moved or put right. */
class ClockTest {
  private static final Duration HOURS = Duration.ofHours(5);

  /** The time of the machine, but for its jumps. */
  private static final class JumpingTime implements TimeSource {
    private static final long MOST_PARKED_NANOS = 10_000_000;

    private volatile long jumpedNanos;
    private volatile Duration wallJumped = Duration.ZERO;

    /** The process was held. */
    void jump(Duration duration) {
      jumpedNanos += duration.toNanos();
    }

    /** Somebody has put the date right. */
    void jumpWall(Duration duration) {
      wallJumped = wallJumped.plus(duration);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime() + jumpedNanos;
    }

    @Override
    public Instant now() {
      return Instant.now().plus(wallJumped);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      return SystemTime.INSTANCE.schedule(delay, action);
    }

    @Override
    public void parkUntil(long deadlineNanos) {
      long left = deadlineNanos - nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(Math.min(left, MOST_PARKED_NANOS));
      }
    }
  }

  private static App echo() {
    return Parley.create()
        .websocket(
            "/echo",
            ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            })
        .config(config ->
            config
                .heartbeatInterval(Duration.ofMillis(100))
                .heartbeatTimeout(Duration.ofMillis(500)));
  }

  private static Server start(TimeSource time) {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Startup.start(
        AppAccess.definitionOf(echo()),
        new StartOptions(NetworkKind.sockets(), Optional.of(anyPort), time, Map.of(), List.of()));
  }

  private static TestClient clientOf(Server server) {
    return TestClient.to(URI.create("http://localhost:" + server.port()));
  }

  private static void expectEcho(TestWebSocket ws) {
    ws.sendText("still here");
    assertThat(ws.receiveText()).isEqualTo("still here");
  }

  @Test
  void healthyConnectionsSurviveEveryJumpOfTheClock() {
    var time = new JumpingTime();
    var server = start(time);
    try (var client = clientOf(server)) {
      var all = Stream.generate(() -> client.websocket("/echo")).limit(20).toList();
      for (int i = 0; i < 10; i++) {
        time.jump(HOURS);
        time.jumpWall(i % 2 == 0 ? HOURS : HOURS.multipliedBy(-2));

        all.forEach(ClockTest::expectEcho);
      }

      assertThat(server.connections()).isEqualTo(20);
    } finally {
      server.close();
    }
  }

  @Test
  void aDeadLineIsFoundThoughTheClockJumped() {
    var time = new JumpingTime();
    var server = start(time);
    try (var client = clientOf(server);
        var silent = client.raw("/echo")) {
      time.jump(HOURS);

      assertThat(silent.awaitClose())
          .isEqualTo(CloseReason.of(1011, "No sign of life within 500 ms."));
    } finally {
      server.close();
    }
  }

  @Test
  void healthyConnectionsSurviveHoursOfSilence() {
    var app = Parley.create().websocket("/echo", ws -> ws.sendText(ws.receiveText()));
    try (var client = TestClient.of(app);
        var ws = client.websocket("/echo")) {
      client.time().advance(HOURS);

      expectEcho(ws);
    }
  }
}
