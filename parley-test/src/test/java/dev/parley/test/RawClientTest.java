package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.WebSocket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines whose bytes tests write themselves. */
class RawClientTest {
  private static App echo() {
    return Parley.create()
        .websocket(
            "/ws",
            ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            })
        .get("/plain", request -> "hello");
  }

  @ParameterizedTest
  @EnumSource
  void sendsFramesAsHex(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw("/ws")) {
      raw.sendHex("81 82 00000000 6869"); // text "hi", mask key 0

      var frame = raw.receiveFrame();
      assertThat(frame.opcode()).isEqualTo(RawFrame.TEXT);
      assertThat(frame.isFinal()).isTrue();
      assertThat(frame.reserved()).isZero();
      assertThat(frame.masked()).isFalse();
      assertThat(frame.text()).isEqualTo("hi");
      assertThat(frame).hasToString("frame 81, 2 bytes (68 69)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void seesTheCloseBehindAViolation(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw("/ws")) {
      raw.sendHex("c1 81 00000000 61"); // text "a", RSV1 set, mask key 0

      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1002, "Reserved bit RSV1 is set."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void exchangesFramesOfEveryLength(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw("/ws")) {
      for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
        raw.sendText("x".repeat(length));

        assertThat(raw.receiveFrame().payload()).hasSize(length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersNothingByItself(Way way) {
    App app =
        Parley.create()
            .websocket("/ws", ws -> ws.close(4000, "Away"))
            .config(config -> config.closeTimeout(Duration.ofSeconds(30)));
    try (var client = way.to(app);
        var raw = client.raw("/ws")) {
      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(4000, "Away"));
      raw.expectNothing(Duration.ofMillis(50)); // the server waits for the answer

      raw.sendHex("88 82 00000000 0fa0"); // close 4000
      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsACloseWithoutACode(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw("/ws")) {
      raw.sendHex("88 80 00000000"); // close without a code

      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1005, ""));
      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1006, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void speaksHttp(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw()) {
      raw.sendPlain("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.receiveResponse().status()).isEqualTo(200);
      raw.sendPlain("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.receiveResponse().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivesBytes(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw()) {
      raw.sendPlain("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(raw.receiveBytes(8)).isEqualTo("HTTP/1.1".getBytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatHadArrivedWhenItWaitsInVain(Way way) {
    try (var client = way.to(echo()).deadline(Way.IN_VAIN);
        var raw = client.raw("/ws")) {
      assertThatThrownBy(raw::receiveFrame)
          .hasMessage("Awaited a frame on /ws for 200 ms in vain. Nothing had arrived.");
      assertThatThrownBy(raw::awaitClose)
          .hasMessage("Awaited the close frame on /ws for 200 ms in vain. The line is open.");
      raw.sendText("hi");
      assertThatThrownBy(() -> raw.receiveBytes(9))
          .hasMessage(
              "Awaited 9 bytes on /ws for 200 ms in vain. These 4 bytes had arrived: 81 02 68 69.");
      assertThatThrownBy(raw::awaitEnd)
          .hasMessage(
              "Awaited the end of the line on /ws for 200 ms in vain. The line is still open."
                  + " These 4 bytes had arrived: 81 02 68 69.");
      assertThatThrownBy(() -> raw.expectNothing(Duration.ofSeconds(1)))
          .hasMessage("Awaited nothing on /ws. These 4 bytes had arrived: 81 02 68 69.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheLineEnded(Way way) {
    try (var client = way.to(echo());
        var raw = client.raw()) {
      raw.sendPlain("GET /plain HTTP/1.0\r\n\r\n");
      raw.awaitEnd();
      raw.receiveResponse();

      assertThatThrownBy(raw::receiveFrame)
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "Awaited a frame on the line. The line has ended (FINISHED). Nothing had arrived.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsTheRefusalOfItsHandshake(Way way) {
    try (var client = way.to(echo())) {
      assertThatThrownBy(() -> client.raw("/nowhere"))
          .isInstanceOf(HandshakeRefusedException.class);
    }
  }

  // --- what only sockets can do ---

  @Test
  void endsOneDirectionAlone() {
    try (var client = TestClient.overTcp(echo());
        var raw = client.raw("/ws")) {
      raw.sendText("last words");
      raw.finishSending();

      assertThat(raw.receiveFrame().text()).isEqualTo("last words");
      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void resetsTheLine() throws InterruptedException {
    BlockingQueue<CloseReason> seen = new ArrayBlockingQueue<>(1);
    App app = Parley.create().websocket("/ws", ws -> tellTheEnd(ws, seen));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw("/ws")) {
      raw.reset();

      assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
    }
  }

  private static void tellTheEnd(WebSocket ws, BlockingQueue<CloseReason> seen) {
    if (ws.receive() instanceof Message.Disconnect(var reason)) {
      seen.add(reason);
    }
  }

  @Test
  void stopsReadingSoThatTheServerCannotSend() {
    App app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.receive();
                  while (true) {
                    ws.sendBytes(new byte[100_000]);
                  }
                })
            .config(config -> config.sendTimeout(Duration.ofMillis(100)));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw("/ws")) {
      raw.stopReading();
      raw.sendText("go");
      // The send waits in vain; only then is there something to read again.
      client.server();
      raw.expectNothing(Duration.ofMillis(500));
      raw.resumeReading();

      assertThat(raw.awaitClose().code()).isEqualTo(1013);
    }
  }

  @Test
  void saysWhatMemoryCannotDo() {
    try (var client = TestClient.of(echo());
        var raw = client.raw("/ws")) {
      assertThatThrownBy(raw::stopReading)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "Stopping to read, so that the server cannot send, is not possible in memory; make"
                  + " the client with TestClient.overTcp.");
      assertThatThrownBy(raw::finishSending)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("Closing one direction alone is not possible in memory");
    }
  }
}
