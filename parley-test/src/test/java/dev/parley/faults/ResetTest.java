package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.Parley;
import dev.parley.Rooms;
import dev.parley.WebSocket;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line that is cut (RST) in any state: its handler ends, nothing of it is left, others go on. */
class ResetTest {
  private static final String HANDSHAKE =
      """
      GET %s HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  /** Where a line is when it is cut. */
  enum State {
    CONNECTED("", false),
    WITHIN_THE_HEAD("GET /echo HT", false),
    WITHIN_A_BODY("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf", false),
    REQUEST_IS_SERVED("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", true),
    HANDSHAKE_IS_UNANSWERED(HANDSHAKE.formatted("/undecided"), true),
    OPEN(HANDSHAKE.formatted("/echo"), true),
    WITHIN_A_HEADER(HANDSHAKE.formatted("/echo"), true, 0x82),
    WITHIN_A_PAYLOAD(HANDSHAKE.formatted("/echo"), true, 0x82, 0x84, 0, 0, 0, 0, 1),
    WITHIN_A_MESSAGE(HANDSHAKE.formatted("/echo"), true, 0x02, 0x81, 0, 0, 0, 0, 1),
    IN_A_ROOM(HANDSHAKE.formatted("/room"), true),
    SENT_TO_WITHOUT_READING(HANDSHAKE.formatted("/flood"), true),
    STREAMED_TO(HANDSHAKE.formatted("/stream"), true),
    CLOSING(HANDSHAKE.formatted("/closing"), true),
    CLOSED_BY_THE_CLIENT(HANDSHAKE.formatted("/closing"), true, 0x88, 0x80, 0, 0, 0, 0);

    private final String opening;
    private final boolean hasHandler;
    private final byte[] then;

    State(String opening, boolean hasHandler, int... then) {
      this.opening = opening;
      this.hasHandler = hasHandler;
      this.then = new byte[then.length];
      for (int i = 0; i < then.length; i++) {
        this.then[i] = (byte) then[i];
      }
    }

    private void enter(RawClient line) {
      if (this == SENT_TO_WITHOUT_READING || this == STREAMED_TO) {
        line.stopReading();
      }
      line.sendPlain(opening);
      line.sendBytes(then).join();
    }
  }

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);

  /** Never counted down: whoever waits for it is to be interrupted. */
  private final CountDownLatch never = new CountDownLatch(1);

  private App app() {
    return Parley.create()
        .websocket("/echo", ws -> noted(() -> echo(ws)))
        .websocket("/undecided", ws -> noted(never::await))
        .websocket("/room", ws -> noted(() -> inRoom(ws)))
        .websocket("/flood", ws -> noted(() -> flood(ws)))
        .websocket("/stream", ws -> noted(() -> stream(ws)))
        .websocket("/closing", ws -> noted(() -> ws.close(4000, "")))
        .get(
            "/slow",
            request -> {
              begun.release();
              ended.release();
              return "x".repeat(100_000);
            })
        .post("/upload", request -> request.body().length)
        .config(config -> config.handshakeTimeout(Duration.ofSeconds(1)));
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void noted(Work work) throws IOException, InterruptedException {
    begun.release();
    try {
      work.run();
    } finally {
      ended.release();
    }
  }

  private static void echo(WebSocket ws) {
    for (var bytes : ws.binaries()) {
      ws.sendBytes(bytes);
    }
  }

  private static void inRoom(WebSocket ws) {
    try (var seat = ws.dependency(Rooms.class).room("room").join(ws)) {
      for (var text : ws.texts()) {
        seat.publish(text);
      }
    }
  }

  private static void flood(WebSocket ws) {
    while (true) {
      ws.sendBytes(new byte[100_000]);
    }
  }

  private static void stream(WebSocket ws) throws IOException {
    try (var out = ws.sendStream()) {
      while (true) {
        out.write(new byte[100_000]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOfALineThatIsCut(State state) throws InterruptedException {
    var rooms = new Rooms[1];
    var app = app().websocket("/rooms", ws -> rooms[0] = ws.dependency(Rooms.class));
    try (var client = TestClient.overTcp(app);
        var other = client.raw("/echo")) {
      await(begun);
      client.websocket("/rooms").close(1000, "");
      try (var line = client.raw()) {
        state.enter(line);
        if (state.hasHandler) {
          await(begun);
        }
        line.reset();
      }

      if (state.hasHandler) {
        await(ended);
      }
      awaitConnections(client, 1);
      assertThat(rooms[0].names()).isEmpty();
      other.sendHex("82 81 00000000 07");
      assertThat(other.receiveFrame().payload()).containsExactly(7);
      assertThat(client.get("/slow").status()).isEqualTo(200);
    }
  }

  private static void await(Semaphore event) throws InterruptedException {
    assertThat(event.tryAcquire(10, TimeUnit.SECONDS)).as("It happens within 10 s.").isTrue();
  }

  private static void awaitConnections(TestClient client, int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (client.server().connections() != count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(client.server().connections()).isEqualTo(count);
  }
}
