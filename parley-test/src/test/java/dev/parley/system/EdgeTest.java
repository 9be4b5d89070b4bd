package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Parley;
import dev.parley.Room;
import dev.parley.RoomOptions;
import dev.parley.Rooms;
import dev.parley.SlowPolicy;
import dev.parley.test.HandshakeRefusedException;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What seldom happens, over real sockets. */
class EdgeTest {
  private static final String HANDSHAKE =
      "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private static App echo() {
    return Parley.create()
        .websocket(
            "/ws",
            ws -> {
              for (var bytes : ws.binaries()) {
                ws.sendText("" + bytes.length);
              }
            })
        .get("/", request -> "fine")
        .post("/length", request -> "" + request.body().length);
  }

  // --- HTTP ---

  @Test
  void asksForBodyThatTheClientHoldsBack() { // RFC 9110, section 10.1.1
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw()) {
      raw.sendPlain(
          "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n");
      assertThat(new String(raw.receiveBytes(25))).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      raw.sendPlain("abc");
      raw.sendPlain("def");
      assertThat(raw.receiveResponse().text()).isEqualTo("6");
    }
  }

  @Test
  void collectsBodyInChunks() { // RFC 9112, section 7.1
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw()) {
      raw.sendPlain(
          "POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertThat(raw.receiveResponse().text()).isEqualTo("5");
    }
  }

  @Test
  void answersRequestsThatComeTogetherWhateverTheirLengths() {
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw()) {
      var together = new StringBuilder();
      for (int length = 0; length < 4_000; length += 150) {
        together.append(
            "POST /length HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted("h".repeat(length), length, "b".repeat(length)));
      }
      raw.sendPlain(together.toString());

      for (int length = 0; length < 4_000; length += 150) {
        assertThat(raw.receiveResponse().text()).isEqualTo("" + length);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST /length HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400
          GET / HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n                            | 505
          GET / HTTP/1.1\\r\\n\\r\\n                                         | 400
          GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n               | 400
          GET / HTTP/1.0\\r\\n\\r\\n                                         | 200
          GARBAGE\\r\\n\\r\\n                                                | 400
          """)
  void answersRequestsThatAreNotAsTheyShouldBe(String request, int status) {
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw()) {
      raw.sendPlain(request.replace("\\r", "\r").replace("\\n", "\n"));
      assertThat(raw.receiveResponse().status()).isEqualTo(status);
    }
  }

  @Test
  void refusesHandshakeWithBody() {
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw()) {
      raw.sendPlain(HANDSHAKE + "Content-Length: 5\r\n\r\nhello");
      assertThat(raw.receiveResponse().status()).isEqualTo(400);
    }
  }

  // --- handshake ---

  @Test
  void refusesConnectionsBeyondTheLimit() {
    var app = echo().config(config -> config.maxConnections(1));
    try (var client = TestClient.overTcp(app);
        var first = client.websocket("/ws")) {
      assertThatThrownBy(() -> client.websocket("/ws"))
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused -> {
                assertThat(refused.response().status()).isEqualTo(503);
                assertThat(refused.response().header("retry-after")).contains("1");
              });
      first.sendBytes(new byte[1]);
      assertThat(first.receiveText()).isEqualTo("1");
    }
  }

  @Test
  void keepsWhatComesBeforeTheAnswer() throws InterruptedException {
    var go = new CountDownLatch(1);
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  go.await();
                  for (var bytes : ws.binaries()) {
                    ws.sendText("" + bytes.length);
                  }
                });
    try (var client = TestClient.overTcp(app);
        var raw = client.raw()) {
      raw.sendPlain(HANDSHAKE + "\r\n");
      for (int i = 0; i < 3; i++) {
        raw.sendFrame(0x82, new byte[40_000]);
      }
      assertThat(go.await(50, TimeUnit.MILLISECONDS)).isFalse();
      go.countDown();

      assertThat(raw.receiveResponse().status()).isEqualTo(101);
      for (int i = 0; i < 3; i++) {
        assertThat(raw.receiveFrame().text()).isEqualTo("40000");
      }
    }
  }

  // --- clean-up ---

  record Broken() implements AutoCloseable {
    @Override
    public void close() {
      throw new IllegalStateException("The clean-up failed.");
    }
  }

  @Test
  void failureOfCleanUpAfterNormalEndIsACrash() { // Semantics 172
    var app =
        Parley.create()
            .providePerConnection(Broken.class, request -> new Broken())
            .websocket(
                "/ws",
                ws -> {
                  ws.dependency(Broken.class);
                  ws.sendText("hi");
                });
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("hi");
      assertThat(ws.expectFailure(IllegalStateException.class)).hasMessage("The clean-up failed.");
      assertThat(ws.expectClose().code()).isEqualTo(1011);
    }
  }

  @Test
  void failureAfterDenialIsReportedAndChangesNothing() {
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.deny(418, "No tea");
                  throw new IllegalStateException("afterwards");
                });
    try (var client = TestClient.to(app.config(config -> config.port(0)).start().uri())) {
      assertThatThrownBy(() -> client.websocket("/ws"))
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused -> assertThat(refused.response().status()).isEqualTo(418));
    }
  }

  // --- waiting ---

  @Test
  void refusesTimeLimitsThatAreNone() {
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  for (var limit : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
                    assertThatThrownBy(() -> ws.receive(limit))
                        .hasMessageContaining("expected more than zero");
                  }
                  ws.sendText("refused");
                });
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("refused");
    }
  }

  @Test
  void answersBurstOfPings() { // RFC 6455, section 5.5.3: only the newest needs an answer
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw("/ws")) {
      raw.sendHex("89 81 00000000 01 89 81 00000000 02 89 81 00000000 03");
      var frame = raw.receiveFrame();
      while (frame.payload()[0] != 3) {
        frame = raw.receiveFrame();
      }
      assertThat(frame.opcode()).isEqualTo(10);
    }
  }

  // --- slow members ---

  @Test
  void slowMemberOfLossyRoomGetsTheNewestOnceItReads() {
    var app =
        Parley.create()
            .rooms(
                "*",
                RoomOptions.defaults()
                    .withMaxQueuedBytes(256 * 1024)
                    .withSlowPolicy(new SlowPolicy.DropOldest()))
            .websocket(
                "/ws",
                ws -> {
                  try (var _ = ws.dependency(Rooms.class).room("r").join(ws)) {
                    ws.receive();
                  }
                });
    try (var client = TestClient.overTcp(app);
        var slow = client.raw("/ws");
        var quick = client.websocket("/ws")) {
      var room = client.server().rooms().room("r");
      awaitMembers(room, 2);
      slow.stopReading();
      for (int i = 0; i < 400; i++) {
        room.publish("#" + i + " ".repeat(32 * 1024));
        assertThat(quick.receiveText()).startsWith("#" + i + " ");
      }
      slow.resumeReading();

      var frame = slow.receiveFrame();
      int received = 1;
      while (!frame.text().startsWith("#399 ")) {
        frame = slow.receiveFrame();
        received++;
      }
      assertThat(received).isLessThan(400);
    }
  }

  @Test
  void slowMemberOfStrictRoomIsClosedWith1013() {
    var app =
        Parley.create()
            .rooms("*", RoomOptions.defaults().withMaxQueuedBytes(256 * 1024))
            .websocket(
                "/ws",
                ws -> {
                  try (var _ = ws.dependency(Rooms.class).room("r").join(ws)) {
                    ws.receive();
                  }
                });
    try (var client = TestClient.overTcp(app);
        var slow = client.raw("/ws")) {
      var room = client.server().rooms().room("r");
      awaitMembers(room, 1);
      slow.stopReading();
      for (int i = 0; i < 400; i++) {
        room.publish("x".repeat(32 * 1024));
      }
      awaitMembers(room, 0);
      slow.resumeReading();

      assertThat(slow.awaitClose()).isEqualTo(CloseReason.of(1013, "Reading too slowly."));
    }
  }

  private static void awaitMembers(Room room, int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (room.size() != count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(room.size()).isEqualTo(count);
  }
}
