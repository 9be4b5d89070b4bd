package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.Limit;
import dev.parley.Parley;
import dev.parley.ReceiveTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time of the server, moved by tests. */
class TestTimeTest {
  /** Far longer than a handler needs to wait for something. */
  private static final Duration COMPUTING = Duration.ofMillis(50);

  /** Deadlines are looked at once in so long. */
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofHours(1);

  // --- alone ---

  @Test
  void runsByItself() {
    var time = new TestTime();
    long before = time.source().nanoTime();
    var instant = time.now();

    assertThat(time.source().nanoTime()).isGreaterThanOrEqualTo(before);
    assertThat(time.source().now()).isAfterOrEqualTo(instant);
    time.end();
  }

  @Test
  void runsTimersByItself() throws InterruptedException {
    var time = new TestTime();
    var ran = new CountDownLatch(1);
    time.source().schedule(LONG, () -> {});

    time.source().schedule(Duration.ofMillis(5), ran::countDown);

    assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
    time.end();
  }

  @Test
  void runsTimersInOrderWhenMoved() {
    var time = new TestTime();
    List<String> ran = new ArrayList<>();
    var source = time.source();
    source.schedule(Duration.ofMinutes(2), () -> ran.add("second"));
    source.schedule(Duration.ofMinutes(1), () -> ran.add("first"));
    source.schedule(Duration.ofMinutes(2), () -> ran.add("third"));
    source.schedule(Duration.ofMinutes(1), () -> ran.add("never")).cancel();
    source.schedule(LONG, () -> ran.add("not yet"));

    time.advance(Duration.ofMinutes(2));

    assertThat(ran).containsExactly("first", "second", "third");
    time.end();
  }

  @Test
  void showsEachTimerItsOwnTime() {
    var time = new TestTime();
    time.stop();
    long start = time.source().nanoTime();
    List<Long> seen = new ArrayList<>();
    everyMinute(time, seen);

    time.advance(Duration.ofMinutes(3));

    assertThat(seen.stream().map(nanos -> Duration.ofNanos(nanos - start).toMinutes()))
        .containsExactly(1L, 2L, 3L);
    time.end();
  }

  private static void everyMinute(TestTime time, List<Long> seen) {
    time.source()
        .schedule(
            Duration.ofMinutes(1),
            () -> {
              seen.add(time.source().nanoTime());
              everyMinute(time, seen);
            });
  }

  @Test
  void standsWhenStopped() {
    var time = new TestTime();
    time.stop();
    var before = time.now();

    time.advance(Duration.ofSeconds(90));

    assertThat(time.now()).isEqualTo(before.plusSeconds(90));
    time.end();
  }

  @Test
  void runsAgainWhenResumed() throws InterruptedException {
    var time = new TestTime();
    time.stop();
    var ran = new CountDownLatch(1);
    time.source().schedule(Duration.ofMillis(5), ran::countDown);

    time.resume();

    assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
    time.end();
  }

  @Test
  void wakesThreadsThatSlept() throws InterruptedException {
    var time = new TestTime();
    time.stop();
    BlockingQueue<String> woken = new ArrayBlockingQueue<>(2);
    var sleeper = Thread.ofVirtual().start(() -> sleepTwice(time, woken));
    awaitWaiting(sleeper);

    time.advance(Duration.ofSeconds(59));
    assertThat(woken).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(woken).containsExactly("first");
    time.advance(Duration.ofSeconds(60));
    sleeper.join();

    assertThat(woken).containsExactly("first", "second");
    time.end();
  }

  private static void sleepTwice(TestTime time, BlockingQueue<String> woken) {
    long start = time.source().nanoTime();
    for (var name : List.of("first", "second")) {
      start += Duration.ofMinutes(1).toNanos();
      while (time.source().nanoTime() < start) {
        time.source().parkUntil(start);
      }
      woken.add(name);
    }
  }

  @Test
  void parksForTheTimeOfTheMachineWhileItRuns() {
    var time = new TestTime();
    long deadline = time.source().nanoTime() + Duration.ofMillis(5).toNanos();

    while (time.source().nanoTime() < deadline) {
      time.source().parkUntil(deadline);
    }
    time.source().parkUntil(deadline);

    assertThat(time.source().nanoTime()).isGreaterThanOrEqualTo(deadline);
    time.end();
  }

  @Test
  void hasASleeperFindOutThatTimeRunsAgain() throws InterruptedException {
    var time = new TestTime();
    time.stop();
    BlockingQueue<String> woken = new ArrayBlockingQueue<>(2);
    long deadline = time.source().nanoTime() + Duration.ofMillis(20).toNanos();
    var sleeper =
        Thread.ofVirtual()
            .start(() -> {
              while (time.source().nanoTime() < deadline) {
                time.source().parkUntil(deadline);
              }
              woken.add("up");
            });
    awaitWaiting(sleeper);

    time.resume();

    assertThat(woken.poll(5, TimeUnit.SECONDS)).isEqualTo("up");
    time.end();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void goesForwardOnly() {
    var time = new TestTime();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .withMessage("duration is PT-1S; time goes forward only.");
    time.end();
  }

  // --- in a server ---

  @ParameterizedTest
  @EnumSource
  void movesASleepingHandler(Way way) {
    App app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.accept();
                  while (true) {
                    ws.sleep(Duration.ofSeconds(30));
                    ws.sendText("Ping");
                  }
                });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      client.time().stop();
      client.time().advance(Duration.ofSeconds(29));
      ws.expectNothing(Duration.ofMillis(20));
      client.time().advance(Duration.ofSeconds(61));

      for (int i = 0; i < 3; i++) {
        assertThat(ws.receiveText()).isEqualTo("Ping");
      }
      ws.expectNothing(Duration.ofMillis(20));
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAReceiveWithATimeLimit(Way way) {
    App app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.sendText("Who are you?");
                  try {
                    ws.receiveText(Duration.ofSeconds(5));
                  } catch (ReceiveTimeoutException late) {
                    ws.close(4000, "Auth timeout");
                  }
                });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      ws.receiveText();
      client.time().advance(Duration.ofSeconds(6));

      assertThat(ws.expectClose(4000).reason()).isEqualTo("Auth timeout");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsAClientAliveThatAnswersHeartbeats(Way way) {
    App app = Parley.create().websocket("/ws", ws -> ws.receiveText());
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      client.time().advance(Duration.ofMinutes(3));

      ws.expectNothing(Duration.ofMillis(20));
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAClientThatDoesNotAnswerHeartbeats(Way way) {
    App app = Parley.create().websocket("/ws", ws -> ws.receiveText());
    try (var client = way.to(app);
        var raw = client.raw("/ws")) {
      client.time().advance(Duration.ofSeconds(31));
      assertThat(raw.receiveFrame().opcode()).isEqualTo(RawFrame.PING);
      client.time().advance(Duration.ofSeconds(21));

      assertThat(raw.awaitClose().code()).isEqualTo(1011);
    }
  }

  @Test
  void awaitsWhatAHandlerHasJustBegun() {
    App app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.sendText("hello");
                  ws.fork(() -> {
                    compute(COMPUTING);
                    ws.sleep(Duration.ofSeconds(30));
                    ws.sendText("up");
                  });
                  ws.every(Duration.ofSeconds(30), () -> ws.sendText("tick"));
                  ws.receive();
                });
    try (var client = TestClient.of(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("hello");
      client.time().stop();

      client.time().advance(Duration.ofSeconds(30));

      assertThat(List.of(ws.receiveText(), ws.receiveText()))
          .containsExactlyInAnyOrder("tick", "up");
    }
  }

  private static void compute(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /** Event loops check the deadlines of many in turns, which must be over, too. */
  @Test
  void hasAllDeadlinesOfManyClientsChecked() {
    var patience = Duration.ofSeconds(10);
    App app = Parley.create().config(config -> config.handshakeTimeout(patience));
    try (var client = TestClient.of(app)) {
      client.time().stop();
      var all = new ArrayList<RawClient>();
      for (int i = 0; i < 500; i++) {
        var line = client.raw();
        line.sendPlain("GET /half HTTP/1.1\r\n");
        all.add(line);
      }

      client.time().advance(patience.plus(BETWEEN_CHECKS));

      assertThat(client.server().limitHits(Limit.REQUEST_TIME)).isEqualTo(all.size());
      all.forEach(RawClient::close);
    }
  }

  @Test
  void isNotKnownOfAServerElsewhere() {
    try (var client = TestClient.to(java.net.URI.create("http://localhost:1"))) {
      assertThatThrownBy(client::time)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("TestClient.overTcp");
    }
  }
}
