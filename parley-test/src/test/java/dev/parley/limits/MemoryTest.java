package dev.parley.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.Parley;
import dev.parley.RoomOptions;
import dev.parley.Rooms;
import dev.parley.SlowPolicy;
import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all clients together may have wait in the memory of a server. */
class MemoryTest {
  private static final int MEBI = 1024 * 1024;
  private static final String REQUEST_LINE = "GET /echo HTTP/1.1\r\nHost: a\r\n";

  private static final String AWAITING_BODY =
      "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n";

  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private static final String HANDSHAKE_FIELDS =
      """
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  private static final String LARGE_FIELDS = ("X-Field: " + "x".repeat(1_400) + "\r\n").repeat(10);
  private static final CloseReason SHORT = CloseReason.of(1013, "The server is short of memory.");

  private static App app(UnaryOperator<Limits.Builder> limits) {
    return Parley.create()
        .websocket(
            "/echo",
            ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            })
        .websocket(
            "/flood",
            ws -> {
              while (ws.trySendBytes(new byte[MEBI])) {
                // As long as it takes them.
              }
              ws.receive();
            })
        .websocket(
            "/room",
            ws -> {
              try (var seat = ws.dependency(Rooms.class).room("room").join(ws)) {
                for (var bytes : ws.binaries()) {
                  seat.publishToOthers(bytes);
                }
              }
            })
        .post("/upload", request -> request.body().length)
        .config(config -> config.limits(limits).maxQueuedOutboundBytes(64 * MEBI));
  }

  private static void expectEcho(RawClient line) {
    line.sendText("small");
    assertThat(line.receiveFrame().text()).isEqualTo("small");
  }

  @Test
  void closesWith1013WhoeverHoldsTheMostOfMessagesThatDoNotEnd() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)));
        var small = client.raw("/echo")) {
      var large = Stream.generate(() -> client.raw("/echo")).limit(3).toList();
      for (int i = 0; i < 3; i++) {
        large.get(i).sendFrame(RawFrame.TEXT, new byte[500_000 + 10_000 * i]);
      }

      assertThat(first(large, RawClient::awaitClose)).isEqualTo(SHORT);
      expectEcho(small);
      assertThat(client.server().limitHits(Limit.INBOUND_BUDGET)).isPositive();
      large.forEach(RawClient::close);
    }
  }

  @Test
  void answersWith503WhoeverHoldsTheMostOfBodiesThatDoNotEnd() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)))) {
      var lines = Stream.generate(client::raw).limit(3).toList();
      for (var line : lines) {
        line.sendPlain("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 600001\r\n\r\n");
        line.sendBytes(new byte[600_000]);
      }

      assertThat(first(lines, line -> line.receiveResponse().status())).isEqualTo(503);
      assertThat(client.post("/upload", "small").status()).isEqualTo(200);
      assertThat(client.server().limitHits(Limit.INBOUND_BUDGET)).isPositive();
      lines.forEach(RawClient::close);
    }
  }

  @Test
  void answersWith503ThoseWhoseLargeHeadsDoNotEnd() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)))) {
      var lines = Stream.generate(client::raw).limit(40).toList();
      lines.forEach(line -> line.sendPlain(REQUEST_LINE + LARGE_FIELDS));

      assertThat(first(lines, line -> line.receiveResponse().status())).isEqualTo(503);
      try (var small = client.raw("/echo")) {
        expectEcho(small);
      }
      assertThat(client.server().limitHits(Limit.INBOUND_BUDGET)).isPositive();
      lines.forEach(RawClient::close);
    }
  }

  @Test
  void answersWith503ThoseWhoseHeadsDoNotEndAndServesThoseThatComeWhole() {
    var fields = "X-Field: " + "x".repeat(3_000);
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)))) {
      var lines = Stream.generate(client::raw).limit(100).toList();
      lines.forEach(line -> line.sendPlain(REQUEST_LINE + fields));

      assertThat(first(lines, line -> line.receiveResponse().status())).isEqualTo(503);
      for (int i = 0; i < 10; i++) {
        try (var whole = client.raw()) {
          whole.sendPlain(REQUEST_LINE + HANDSHAKE_FIELDS + fields + "\r\n\r\n");
          assertThat(whole.receiveResponse().status()).isEqualTo(101);
          expectEcho(whole);
        }
      }
      lines.forEach(RawClient::close);
    }
  }

  @Test
  void answersWith503WhereLargeHeadsWaitForTheirBodies() {
    answersWith503WhereHeadsWaitForTheirBodies(100, LARGE_FIELDS);
  }

  @Test
  void answersWith503WhereManySmallerHeadsWaitForTheirBodies() {
    answersWith503WhereHeadsWaitForTheirBodies(500, "X-Field: " + "x".repeat(3_000) + "\r\n");
  }

  private static void answersWith503WhereHeadsWaitForTheirBodies(int heads, String fields) {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)))) {
      var lines = Stream.generate(client::raw).limit(heads).toList();
      lines.forEach(line -> line.sendPlain(AWAITING_BODY + fields + "\r\n"));

      assertThat(first(lines, line -> line.receiveResponse().status())).isEqualTo(503);
      assertThat(client.post("/upload", "small").status()).isEqualTo(200);
      lines.forEach(RawClient::close);
    }
  }

  @Test
  void countsHeadsThatWaitForTheirBodiesBehindAnotherRequest() {
    var first = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n";
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)))) {
      var lines = Stream.generate(client::raw).limit(100).toList();
      lines.forEach(line -> line.sendPlain(first + AWAITING_BODY + LARGE_FIELDS + "\r\n"));

      lines.forEach(line -> assertThat(line.receiveResponse().status()).isEqualTo(404));
      assertThat(first(lines, line -> line.receiveResponse().status())).isEqualTo(503);
      lines.forEach(RawClient::close);
    }
  }

  @Test
  void countsTheHeadsThatConnectionsKeep() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)));
        var small = client.raw("/echo")) {
      var lines = Stream.generate(client::raw).limit(100).toList();
      lines.forEach(
          line -> line.sendPlain(REQUEST_LINE + HANDSHAKE_FIELDS + LARGE_FIELDS + "\r\n"));

      awaitHits(client, Limit.INBOUND_BUDGET);
      expectEcho(small);
      lines.forEach(RawClient::close);
    }
  }

  @Test
  void forgetsTheHeadsOfThoseWhoHaveLeft() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)))) {
      for (int i = 0; i < 200; i++) {
        try (var line = client.raw()) {
          line.sendPlain(REQUEST_LINE + HANDSHAKE_FIELDS + LARGE_FIELDS + "\r\n");
          assertThat(line.receiveResponse().status()).isEqualTo(101);
        }
        try (var line = client.raw()) {
          line.sendPlain(REQUEST_LINE + LARGE_FIELDS + "\r\n");
          assertThat(line.receiveResponse().status()).isEqualTo(426);
        }
        try (var line = client.raw()) {
          line.sendPlain(AWAITING_BODY + "Expect: 100-continue\r\n" + LARGE_FIELDS + "\r\n");
          assertThat(line.receiveBytes(CONTINUE.length())).asString(US_ASCII).isEqualTo(CONTINUE);
        }
      }

      assertThat(client.server().limitHits(Limit.INBOUND_BUDGET)).isZero();
    }
  }

  /** It cannot be known which of them is given up. */
  private static Object first(List<RawClient> lines, Function<RawClient, Object> wait) {
    return CompletableFuture.anyOf(
            lines.stream()
                .map(line ->
                    CompletableFuture.supplyAsync(
                        () -> wait.apply(line), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void takesAMessageAsLongAsThereIsMemoryHoweverOften() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxInboundBytes(MEBI)));
        var line = client.raw("/echo")) {
      var text = "x".repeat(700_000);
      for (int i = 0; i < 20; i++) {
        line.sendText(text);
        assertThat(line.receiveFrame().payload()).hasSize(700_000);
      }

      assertThat(client.server().limitHits(Limit.INBOUND_BUDGET)).isZero();
    }
  }

  @Test
  void closesWith1013ForWhomTheMostWaits() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxOutboundBytes(8 * MEBI)));
        var small = client.raw("/echo");
        var slow = client.raw("/flood")) {
      slow.stopReading();

      awaitHits(client, Limit.OUTBOUND_BUDGET);
      expectEcho(small);
      slow.resumeReading();
      assertThat(slow.awaitClose()).isEqualTo(SHORT);
    }
  }

  @Test
  void closesMembersOfRoomsForWhomTheMostWaits() {
    try (var client = TestClient.overTcp(app(limits -> limits.maxOutboundBytes(MEBI)));
        var small = client.raw("/echo");
        var speaker = client.raw("/room")) {
      var members = Stream.generate(() -> client.raw("/room")).limit(4).toList();
      members.forEach(RawClient::stopReading);
      for (int i = 0; i < 200 && client.server().limitHits(Limit.OUTBOUND_BUDGET) == 0; i++) {
        speaker.sendFrame(0x80 | RawFrame.BINARY, new byte[100_000]);
        speaker.sendFrame(0x80 | RawFrame.PING, new byte[0]);
        assertThat(speaker.receiveFrame().opcode()).isEqualTo(RawFrame.PONG);
      }

      assertThat(client.server().limitHits(Limit.OUTBOUND_BUDGET)).isPositive();
      expectEcho(small);
      members.forEach(RawClient::close);
    }
  }

  @Test
  void countsWhatRoomsKeepForMembersThatDoNotRead() {
    var options = RoomOptions.defaults().withSlowPolicy(new SlowPolicy.DropOldest());
    var app = app(limits -> limits.maxOutboundBytes(10 * MEBI));
    // Half of it waits with the connection, less than the budget; the other half with the room.
    app.rooms("room", options.withMaxQueuedBytes(16 * MEBI));
    try (var client = TestClient.overTcp(app);
        var speaker = client.raw("/room");
        var member = client.raw("/room")) {
      member.stopReading();
      for (int i = 0; i < 300 && client.server().limitHits(Limit.OUTBOUND_BUDGET) == 0; i++) {
        speaker.sendFrame(0x80 | RawFrame.BINARY, new byte[100_000]);
        speaker.sendFrame(0x80 | RawFrame.PING, new byte[0]);
        assertThat(speaker.receiveFrame().opcode()).isEqualTo(RawFrame.PONG);
      }

      assertThat(client.server().limitHits(Limit.OUTBOUND_BUDGET)).isPositive();
    }
  }

  private static void awaitHits(TestClient client, Limit limit) {
    long deadline = System.nanoTime() + client.deadline().toNanos();
    while (client.server().limitHits(limit) == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(client.server().limitHits(limit)).isPositive();
  }
}
