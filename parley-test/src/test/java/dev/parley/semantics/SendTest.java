package dev.parley.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.Action;
import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Json;
import dev.parley.SendTimeoutException;
import dev.parley.WebSocketClosedException;
import dev.parley.conformance.Proves;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A3: sending. */
class SendTest {
  /** More than any socket buffers of loopback hold. */
  private static final int MUCH = 32 * 1024 * 1024;

  // 44
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 5_000_000})
  void sendsATextAsOneFrame(int length) {
    try (var client = Serving.of(ws -> ws.sendText("x".repeat(length)));
        var raw = client.raw("/ws")) {
      var frame = raw.receiveFrame();

      assertThat(frame.firstByte()).isEqualTo(0x80 | RawFrame.TEXT);
      assertThat(frame.masked()).isFalse();
      assertThat(frame.payload())
          .hasSize(length)
          .containsOnly(length == 0 ? new byte[0] : bytes('x'));
    }
  }

  private static byte[] bytes(char character) {
    return new byte[] {(byte) character};
  }

  // 45
  @Test
  void sendsBytesAsOneFrame() {
    try (var client = Serving.of(ws -> ws.sendBytes(new byte[] {0, 1, (byte) 0xff}));
        var raw = client.raw("/ws")) {
      var frame = raw.receiveFrame();

      assertThat(frame.firstByte()).isEqualTo(0x80 | RawFrame.BINARY);
      assertThat(frame.payload()).containsExactly(0, 1, 0xff);
    }
  }

  // 46
  @Test
  void sendsCompactJsonAsTextWithoutEscapes() {
    try (var client =
            Serving.of(ws -> ws.sendJson(Json.object("名", "Jürgen", "n", List.of(1, 2))));
        var raw = client.raw("/ws")) {
      var frame = raw.receiveFrame();

      assertThat(frame.opcode()).isEqualTo(RawFrame.TEXT);
      assertThat(frame.text()).isEqualTo("{\"名\":\"Jürgen\",\"n\":[1,2]}");
    }
  }

  private record Event(UUID id, Instant at, Duration took) {}

  // 50
  @Test
  void sendsDatesAndRecordsAsJson() {
    var event =
        new Event(new UUID(0, 7), Instant.parse("2026-01-02T03:04:05Z"), Duration.ofSeconds(90));
    try (var client = Serving.of(ws -> ws.sendJson(event));
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText())
          .isEqualTo(
              "{\"id\":\"00000000-0000-0000-0000-000000000007\",\"at\":\"2026-01-02T03:04:05Z\","
                  + "\"took\":\"PT1M30S\"}");
    }
  }

  private static final class Unwritable {
    @SuppressWarnings("unused")
    public String getBroken() {
      throw new IllegalStateException("cannot be read");
    }
  }

  // 49, 50, 51, 52: nothing is sent, and the connection stays usable
  @Test
  void sendsNothingOfWhatCannotBeSent() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              seen.add(catchThrowable(() -> ws.sendJson(Json.object("x", Double.NaN))));
              seen.add(catchThrowable(() -> ws.sendJson(List.of(Float.POSITIVE_INFINITY))));
              seen.add(catchThrowable(() -> ws.sendJson(new Unwritable())));
              seen.add(catchThrowable(() -> ws.sendText("a\ud800b")));
              seen.add(catchThrowable(() -> ws.trySendText("\udc00")));
              ws.sendText("usable");
            });
        var ws = client.websocket("/ws")) {
      for (int i = 0; i < 5; i++) {
        assertThat(seen.next()).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(ws.receiveText()).isEqualTo("usable");
    }
  }

  // 51
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  @Test
  void takesNullForAMistake() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              seen.add(catchThrowable(() -> ws.sendText(null)));
              seen.add(catchThrowable(() -> ws.sendBytes(null)));
              ws.sendText("usable");
            });
        var ws = client.websocket("/ws")) {
      assertThat(seen.next()).isInstanceOf(NullPointerException.class);
      assertThat(seen.next()).isInstanceOf(NullPointerException.class);
      assertThat(ws.receiveText()).isEqualTo("usable");
    }
  }

  // 54
  @Proves(rfc6455 = "6.1a")
  @Test
  void throwsWhenSentAfterItsOwnClose() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.close(4000, "Enough");
              seen.add(catchThrowable(() -> ws.sendText("more")));
              seen.add(catchThrowable(() -> ws.sendJson(Map.of())));
            });
        var ws = client.websocket("/ws")) {
      ws.expectClose(4000);

      for (int i = 0; i < 2; i++) {
        assertThat(seen.next())
            .isInstanceOfSatisfying(
                WebSocketClosedException.class,
                closed ->
                    assertThat(closed.closeReason()).isEqualTo(CloseReason.of(4000, "Enough")));
      }
    }
  }

  // 55
  @Proves(rfc6455 = "6.1a")
  @Test
  void throwsWhenSentAfterTheClientClosed() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              seen.add(catchThrowable(() -> ws.sendText("late")));
              assertThat(ws.trySendText("late")).isFalse();
            });
        var ws = client.websocket("/ws")) {
      ws.close(3001, "Bye");

      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class,
              closed -> assertThat(closed.closeReason()).isEqualTo(CloseReason.of(3001, "Bye")));
    }
  }

  // 55
  @Test
  void throwsWhenSentAfterTheClientVanished() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          ws.accept();
          seen.add(
              catchThrowable(() -> {
                while (true) {
                  ws.sendText("tick");
                  ws.sleep(Duration.ofMillis(1));
                }
              }));
        })) {
      try (var raw = client.raw("/ws")) {
        raw.reset();
      }
      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class, closed -> assertThat(closed.code()).isEqualTo(1006));
    }
  }

  // 56
  @Proves(rfc6455 = "6.1a")
  @Test
  void throwsTheSameWhenTheServerFailedTheConnection() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              seen.add(catchThrowable(() -> ws.sendText("late")));
            });
        var raw = client.raw("/ws")) {
      raw.sendHex("81 01 61"); // text "a", not masked

      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class, closed -> assertThat(closed.code()).isEqualTo(1002));
    }
  }

  // 57
  @Test
  void waitsWhileTheClientDoesNotReadAndGoesOnWhenItDoes() throws InterruptedException {
    var sent = new Seen<Integer>();
    App app =
        Serving.app(ws -> {
          ws.receive();
          byte[] chunk = new byte[MUCH / 32];
          for (int i = 0; i < 32; i++) {
            ws.sendBytes(chunk);
            sent.add(i);
          }
        });
    try (var client = TestClient.overTcp(app);
        var raw = client.raw("/ws")) {
      raw.stopReading();
      raw.sendText("go");
      sent.next();
      raw.expectNothing(Duration.ofMillis(300));
      int whileNotRead = 1;
      while (!sent.isEmpty()) {
        sent.next();
        whileNotRead++;
      }
      assertThat(whileNotRead).isLessThan(32);

      raw.resumeReading();
      for (int i = 0; i < 32; i++) {
        assertThat(raw.receiveFrame().payload()).hasSize(MUCH / 32);
      }
      assertThat(raw.awaitClose().code()).isEqualTo(1000);
    }
  }

  // 57
  @Test
  void releasesASendThatWaitsWhenTheClientVanishes() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          ws.receive();
          seen.add(
              catchThrowable(() -> {
                while (true) {
                  ws.sendBytes(new byte[1024 * 1024]);
                }
              }));
        })) {
      try (var raw = client.raw("/ws")) {
        raw.stopReading();
        raw.sendText("go");
        raw.expectNothing(Duration.ofMillis(200));
        assertThat(seen.isEmpty()).isTrue();
        raw.reset();
      }
      assertThat(seen.next()).isInstanceOf(WebSocketClosedException.class);
    }
  }

  // 58
  @Test
  void endsASendThatTakesTooLongWith1013() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              seen.add(
                  catchThrowable(() -> {
                    while (true) {
                      ws.sendBytes(new byte[1024 * 1024]);
                    }
                  }));
            });
        var raw = client.raw("/ws")) {
      raw.stopReading();
      raw.sendText("go");
      raw.expectNothing(Duration.ofMillis(200));
      client.time().advance(Duration.ofSeconds(11));

      assertThat(seen.next()).isInstanceOf(SendTimeoutException.class);
      raw.resumeReading();
      assertThat(raw.awaitClose().code()).isEqualTo(1013);
    }
  }

  // 58
  @Test
  void refusesToSendAtOnceWhatWouldHaveToWait() throws InterruptedException {
    var seen = new Seen<Integer>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              int sent = 0;
              while (ws.trySendBytes(new byte[64 * 1024])) {
                sent++;
              }
              seen.add(sent);
              ws.receive();
            });
        var raw = client.raw("/ws")) {
      raw.stopReading();
      raw.sendText("go");

      assertThat(seen.next()).isPositive();
      raw.resumeReading();
    }
  }

  // 59
  @Proves(rfc6455 = "5.4f")
  @Test
  void keepsFramesOfSeveralThreadsWhole() {
    int threads = 8;
    int each = 200;
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              ws.gather(
                  IntStream.range(0, threads)
                      .mapToObj(thread ->
                          (Action)
                              () -> {
                                for (int i = 0; i < each; i++) {
                                  ws.sendText(thread + ":" + i + ":" + "x".repeat(i));
                                }
                              })
                      .toArray(Action[]::new));
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("go");
      int[] next = new int[threads];
      for (int i = 0; i < threads * each; i++) {
        String[] parts = ws.receiveText().split(":", -1);
        int thread = Integer.parseInt(parts[0]);
        assertThat(Integer.parseInt(parts[1])).isEqualTo(next[thread]++);
        assertThat(parts[2]).hasSize(next[thread] - 1);
      }
      assertThat(ws.expectClose().code()).isEqualTo(1000);
    }
  }

  // 59
  @Proves(rfc6455 = "5.4f")
  @Test
  void keepsOtherMessagesOutOfAStream() {
    var begun = new CountDownLatch(1);
    var queued = new CountDownLatch(1);
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              ws.fork(() -> {
                begun.await();
                ws.sendText("between");
                queued.countDown();
              });
              try (var out = ws.sendStream()) {
                out.write(1);
                out.flush();
                begun.countDown();
                queued.await();
                out.write(2);
              }
            });
        var raw = client.raw("/ws")) {
      List<Integer> firstBytes = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        firstBytes.add(raw.receiveFrame().firstByte());
      }

      assertThat(firstBytes)
          .containsExactly(RawFrame.BINARY, 0x80 | RawFrame.CONTINUATION, 0x80 | RawFrame.TEXT);
    }
  }

  // 60
  @Test
  void sendsAndReceivesAtTheSameTime() {
    try (var client =
            Serving.of(ws ->
                ws.gather(
                    () -> {
                      for (var text : ws.texts()) {
                        ws.sendText("Received: " + text);
                      }
                    },
                    () -> {
                      while (true) {
                        ws.sleep(Duration.ofSeconds(5));
                        ws.sendText("Ping");
                      }
                    }));
        var ws = client.websocket("/ws")) {
      ws.sendText("one");
      assertThat(ws.receiveText()).isEqualTo("Received: one");
      client.time().advance(Duration.ofMillis(5_500));
      assertThat(ws.receiveText()).isEqualTo("Ping");
      ws.sendText("two");
      assertThat(ws.receiveText()).isEqualTo("Received: two");
    }
  }

  // 53: where nothing was accepted, a send does it
  @Test
  void refusesNothingForALackOfAcceptance() {
    try (var client = Serving.of(ws -> assertThat(ws.trySendText("hi")).isTrue());
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("hi");
    }
  }
}
