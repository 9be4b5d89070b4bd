package dev.parley.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.ErrorReply;
import dev.parley.Message;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketException;
import dev.parley.conformance.Proves;
import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A7: the end of a connection and its codes. */
class EndTest {
  /** Receives until the end and tells it. */
  private static void tellTheEnd(WebSocket ws, Seen<CloseReason> seen) {
    for (var message : ws.messages()) {
      assertThat(message).isNotNull();
    }
    seen.add(ws.closeReason().orElseThrow());
  }

  // 96, 98
  @Test
  void tellsTheHandlerTheClientsCodeAndAnswersWithIt() throws InterruptedException {
    var seen = new Seen<CloseReason>();
    try (var client = Serving.of(ws -> tellTheEnd(ws, seen));
        var raw = client.raw("/ws")) {
      raw.sendHex("88 85 00000000 0fa1 627965"); // close 4001 "bye"

      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(4001, "bye"));
      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
      assertThat(seen.next()).isEqualTo(CloseReason.of(4001, "bye"));
    }
  }

  // 97
  @Test
  void tells1005ForACloseWithoutACodeAndAnswersWithAnEmptyOne() throws InterruptedException {
    var seen = new Seen<CloseReason>();
    try (var client = Serving.of(ws -> tellTheEnd(ws, seen));
        var raw = client.raw("/ws")) {
      raw.sendHex("88 80 00000000");

      assertThat(raw.receiveBytes(2)).containsExactly(0x88, 0);
      assertThat(seen.next()).isEqualTo(CloseReason.of(1005, ""));
    }
  }

  // 99
  @Test
  void tells1006ForALineThatEndedWithoutAClose() throws InterruptedException {
    var seen = new Seen<CloseReason>();
    var ready = new Seen<String>();
    try (var client =
        Serving.of(ws -> {
          ws.accept();
          ready.add("ready");
          tellTheEnd(ws, seen);
        })) {
      try (var reset = client.raw("/ws")) {
        ready.next();
        reset.reset();
      }
      assertThat(seen.next()).isEqualTo(CloseReason.of(1006, ""));

      try (var finished = client.raw("/ws")) {
        ready.next();
        finished.finishSending();
        assertThat(seen.next()).isEqualTo(CloseReason.of(1006, ""));
      }
    }
  }

  @Test
  void answersTheLastWordsOfAClientThatFinishesBeforeTheHandlerGoesOn() {
    App app =
        Serving.app(ws -> ws.texts().forEach(ws::sendText))
            .listener(
                new ServerListener() {
                  @Override
                  public void connectionOpened(WebSocket ws) {
                    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                    while (ws.closeReason().isEmpty() && System.nanoTime() < deadline) {
                      Thread.yield();
                    }
                  }
                });
    try (var client = TestClient.overTcp(app);
        var line = client.raw("/ws")) {
      line.sendText("last words");
      line.finishSending();

      assertThat(line.receiveFrame().text()).isEqualTo("last words");
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  // 101
  @Test
  void closesWith1000AndNoReasonByDefault() {
    try (var client = Serving.of(WebSocket::close);
        var raw = client.raw("/ws")) {
      assertThat(raw.receiveBytes(4)).containsExactly(0x88, 2, 0x03, 0xe8);
    }
  }

  // 102
  @Proves(
      rfc6455 = {"7.4.1a", "7.4.2a"},
      checklist = 45)
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_536 + 1000})
  void refusesCodesThatMayNotBeSentAndLeavesTheConnection(int code) throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              seen.add(catchThrowable(() -> ws.close(code, "")));
              seen.add(catchThrowable(() -> new WebSocketException(code, "")));
              ws.sendText("usable");
            });
        var ws = client.websocket("/ws")) {
      for (int i = 0; i < 2; i++) {
        assertThat(seen.next())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "Close code is " + code + "; expected 1000 to 1003, 1007 to 1014 or 3000 to 4999.");
      }
      assertThat(ws.receiveText()).isEqualTo("usable");
    }
  }

  // 102
  @Proves(rfc6455 = {"7.1.2a", "7.4.2b"})
  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999})
  void sendsTheCodesThatMayBeSent(int code) {
    try (var client = Serving.of(ws -> ws.close(code, "Because"));
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(code, "Because"));
    }
  }

  // 103
  @Proves(rfc6455 = "5.5b", checklist = 46)
  @Test
  void cutsALongReasonAtACharacterBoundary() {
    try (var client = Serving.of(ws -> ws.close(4000, "x" + "ü".repeat(100)));
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose().reason()).isEqualTo("x" + "ü".repeat(61)); // 123 bytes
    }
  }

  // 104
  @Proves(rfc6455 = "7.1.2b", checklist = 50)
  @Test
  void waitsForTheClientsCloseAndNoLongerThanItMay() {
    try (var client = Serving.of(WebSocket::close);
        var raw = client.raw("/ws")) {
      assertThat(raw.awaitClose().code()).isEqualTo(1000);
      raw.sendText("discarded");
      raw.expectNothing(Duration.ofMillis(50));
      client.time().advance(Duration.ofSeconds(4));
      raw.expectNothing(Duration.ofMillis(50));
      client.time().advance(Duration.ofSeconds(3));

      raw.awaitEnd();
    }
  }

  // 104
  @Proves(rfc6455 = "5.5.1e")
  @Test
  void endsTheLineAtOnceWithTheClientsClose() {
    try (var client = Serving.of(WebSocket::close);
        var raw = client.raw("/ws")) {
      client.time().stop();
      assertThat(raw.awaitClose().code()).isEqualTo(1000);
      raw.sendText("discarded");
      raw.sendHex("88 82 00000000 03e8");

      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  // 105
  @Test
  void goesOnWithTheHandlerBehindItsClose() throws InterruptedException {
    var seen = new Seen<String>();
    try (var client =
            Serving.of(ws -> {
              ws.close(1000, "Done");
              seen.add("went on");
            });
        var ws = client.websocket("/ws")) {
      ws.expectClose(1000);

      assertThat(seen.next()).isEqualTo("went on");
    }
  }

  // 106
  @Proves(rfc6455 = "5.5.1b")
  @Test
  void closesOnce() {
    try (var client =
            Serving.of(ws -> {
              ws.close(4000, "First");
              ws.close(4001, "Second");
              ws.close();
            });
        var raw = client.raw("/ws")) {
      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(4000, "First"));
      raw.sendHex("88 82 00000000 0fa0");
      assertThat(raw.awaitClose().code()).isEqualTo(1006); // no second close frame
    }
  }

  // 107
  @Test
  void closesWith1000WhenTheHandlerReturns() {
    try (var client = Serving.of(WebSocket::accept);
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1000, ""));
    }
  }

  // 108
  @Proves(rfc6455 = "7.4.1b")
  @Test
  void closesWith1011WhenTheHandlerThrowsAndLogsItOnce() {
    try (var log = new RecordedLog()) {
      try (var client =
              Serving.of(ws -> {
                ws.accept();
                throw new IllegalStateException("secret");
              });
          var ws = client.websocket("/ws")) {
        assertThat(ws.expectClose(1011)).isEqualTo(CloseReason.of(1011, "Internal server error."));
      }
      assertThat(log.messages(Level.WARN)).hasSize(1);
      assertThat(log.events())
          .filteredOn(event -> event.getThrowableProxy() != null)
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret");
          });
    }
  }

  // 109
  @Test
  void takesAnUncaughtEndForANormalOne() {
    try (var log = new RecordedLog()) {
      try (var client =
              Serving.of(ws -> {
                while (true) {
                  ws.sendText(ws.receiveText());
                }
              });
          var ws = client.websocket("/ws")) {
        ws.sendText("a");
        assertThat(ws.receiveText()).isEqualTo("a");
      }
      assertThat(log.messages(Level.WARN)).isEmpty();
      assertThat(log.messages(Level.DEBUG)).anyMatch(line -> line.contains("closed with 1000"));
    }
  }

  // 110
  @Test
  void closesWithWhatAWebSocketExceptionSays() {
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              throw new WebSocketException(4008, "Too slow");
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4008, "Too slow"));
    }
  }

  // 111, 115
  @Test
  void tellsBothSides1011WhenNoHeartbeatIsAnswered() throws InterruptedException {
    var seen = new Seen<CloseReason>();
    try (var client = Serving.of(ws -> tellTheEnd(ws, seen));
        var raw = client.raw("/ws")) {
      client.time().advance(Duration.ofSeconds(60));

      assertThat(raw.receiveFrame().opcode()).isEqualTo(RawFrame.PING);
      var close = raw.awaitClose();
      assertThat(close.code()).isEqualTo(1011);
      assertThat(seen.next()).isEqualTo(close);
    }
  }

  // 112, 115
  @ParameterizedTest
  @CsvSource({
    "81 01 61, A client frame is not masked.",
    "c1 81 00000000 61, Reserved bit RSV1 is set.",
    "a1 81 00000000 61, Reserved bit RSV2 is set.",
    "91 81 00000000 61, Reserved bit RSV3 is set.",
    "83 80 00000000, Opcode 3 is not defined.",
    "8b 80 00000000, Opcode 11 is not defined.",
    "80 80 00000000, A continuation frame without a message to continue.",
    "01 80 00000000 81 80 00000000, A new message within a fragmented one.",
    "89 fe 007e 00000000, A control frame has more than 125 bytes.",
    "09 80 00000000, A control frame is fragmented.",
    "88 81 00000000 03, A close frame has 1 byte; expected none or at least 2.",
    "88 82 00000000 03ed, Close code 1005 may not be sent.",
    "88 82 00000000 0000, Close code 0 may not be sent.",
    "81 fe 0001 00000000 61, A frame length is not written in its shortest form."
  })
  void closesWith1002WhereTheClientBreaksTheProtocol(String hex, String reason)
      throws InterruptedException {
    var seen = new Seen<CloseReason>();
    try (var client = Serving.of(ws -> tellTheEnd(ws, seen));
        var raw = client.raw("/ws")) {
      raw.sendHex(hex);

      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1002, reason));
      assertThat(seen.next()).isEqualTo(CloseReason.of(1002, reason));
      raw.awaitEnd();
    }
  }

  // 113, 115
  @ParameterizedTest
  @CsvSource({
    "81 82 00000000 c328, A text message is not UTF-8.",
    "01 81 00000000 c3 80 81 00000000 28, A text message is not UTF-8.",
    "81 81 00000000 c3, A text message is not UTF-8.",
    "88 84 00000000 03e8 c328, A close reason is not UTF-8."
  })
  void closesWith1007ForTextThatIsNoUtf8(String hex, String reason) throws InterruptedException {
    var seen = new Seen<CloseReason>();
    try (var client = Serving.of(ws -> tellTheEnd(ws, seen));
        var raw = client.raw("/ws")) {
      raw.sendHex(hex);

      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1007, reason));
      assertThat(seen.next()).isEqualTo(CloseReason.of(1007, reason));
    }
  }

  // 114, 115
  @Test
  void closesWith1009AsSoonAsTheLengthIsKnown() throws InterruptedException {
    var seen = new Seen<CloseReason>();
    App app =
        Serving.app(ws -> tellTheEnd(ws, seen)).config(config -> config.maxMessageBytes(1_000));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw("/ws")) {
      raw.sendHex("82 fe 03e9 00000000"); // 1001 bytes, of which none comes

      assertThat(raw.awaitClose())
          .isEqualTo(CloseReason.of(1009, "A message has more than 1000 bytes."));
      assertThat(seen.next().code()).isEqualTo(1009);
    }
  }

  // 114
  @Test
  void closesWith1009ForTheSumOfFragments() {
    App app =
        Serving.app(ws -> tellTheEnd(ws, new Seen<>()))
            .config(config -> config.maxMessageBytes(1_000));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw("/ws")) {
      raw.sendFrame(RawFrame.BINARY, new byte[600]);
      raw.sendFrame(RawFrame.CONTINUATION, new byte[401]);

      assertThat(raw.awaitClose().code()).isEqualTo(1009);
    }
  }

  // 114
  @Test
  void acceptsAMessageOfExactlyTheLimit() {
    App app =
        Serving.app(ws -> ws.sendText("" + ws.receiveBytes().length))
            .config(config -> config.maxMessageBytes(1_000));
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[1_000]);

      assertThat(ws.receiveText()).isEqualTo("1000");
    }
  }

  // 116
  @Test
  void answersAPingWithItsPayloadAndIgnoresPongs() {
    try (var client = Serving.of(ws -> ws.sendText(ws.receiveText()));
        var raw = client.raw("/ws")) {
      raw.sendHex("8a 81 00000000 78"); // a pong that nobody asked for
      raw.sendHex("89 83 00000000 010203");

      var pong = raw.receiveFrame();
      assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
      assertThat(pong.payload()).containsExactly(1, 2, 3);
      raw.sendText("still there");
      assertThat(raw.receiveFrame().text()).isEqualTo("still there");
    }
  }

  // 117
  @Test
  void ignoresWhatFollowsTheClientsClose() throws InterruptedException {
    var seen = new Seen<Message>();
    try (var client =
            Serving.of(ws -> {
              seen.add(ws.receive());
              seen.add(ws.receive());
            });
        var raw = client.raw("/ws")) {
      raw.sendHex("88 82 00000000 03e8 81 81 00000000 61 c1 80 00000000"); // text, then nonsense

      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1000, ""));
      assertThat(seen.next()).isInstanceOf(Message.Disconnect.class);
      assertThat(seen.next()).isInstanceOf(Message.Disconnect.class);
    }
  }

  // 118
  @Test
  void tellsBothSides1012WhenTheServerShutsDown() throws InterruptedException {
    var seen = new Seen<Throwable>();
    var ready = new CountDownLatch(1);
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              ready.countDown();
              seen.add(catchThrowable(ws::receiveText));
            });
        var ws = client.websocket("/ws")) {
      Serving.await(ready);
      client.server().close();

      assertThat(ws.expectClose().code()).isEqualTo(1012);
      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class, closed -> assertThat(closed.code()).isEqualTo(1012));
    }
  }

  // 182
  @Test
  void closesWith1011WhereTheMappingOfAnExceptionFails() {
    App app =
        Serving.app(
                ws -> {
                  ws.accept();
                  throw new IllegalStateException("boom");
                })
            .onError(
                IllegalStateException.class,
                failure -> new ErrorReply(1, 2, "no such status, no such code"));
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectFailure(IllegalStateException.class).getSuppressed()).hasSize(1);
      assertThat(ws.expectClose(1011).reason()).isEqualTo("Internal server error.");
    }
  }
}
