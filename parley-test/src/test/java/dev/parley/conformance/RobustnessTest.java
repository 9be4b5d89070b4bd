package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that flood, stall, stop in the middle or do not read. */
class RobustnessTest {
  @Proves(
      rfc6455 = {"5.5.1e", "7.1.1a"},
      checklist = 50)
  @Test
  void closesTheLineFirstBehindTheCloseHandshake() { // section 7.1.1
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("88 82 00000000 03e8");

      Served.expectOnlyClose(line, 1000, "");
    }
  }

  @Proves(checklist = 50)
  @Test
  void dropsAPeerThatNeverEndsTheLineOfAFailedConnection() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("83 80");
      served.expectFailure(line, 1002, "Opcode 3 is not defined.");

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (served.client().server().connections() > 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(served.client().server().connections()).isZero();
    }
  }

  @Test
  void tellsApartWhatComesInPiecesFromManyLines() {
    try (var served = Served.echo()) {
      var lines = Stream.generate(served::line).limit(12).toList();
      for (int at = 0; at < 23; at++) {
        for (int i = 0; i < lines.size(); i++) {
          byte[] frames = fragmentsWithAPingBetween((char) ('a' + i));
          lines.get(i).sendBytes(new byte[] {frames[at]});
        }
        // Until then the server has mostly read what came before.
        assertThat(served.client().get("/http").status()).isEqualTo(200);
      }

      for (int i = 0; i < lines.size(); i++) {
        var letter = "" + (char) ('a' + i);
        assertThat(lines.get(i).receiveFrame().text()).isEqualTo(letter);
        Served.expectText(lines.get(i), letter.repeat(4));
      }
      lines.forEach(RawClient::close);
    }
  }

  /** Two and two letters with a ping of one between, behind a masking key that no other has. */
  private static byte[] fragmentsWithAPingBetween(char letter) {
    String key = "%02x".formatted(0x80 + letter).repeat(4);
    String masked = "%02x".formatted(letter ^ (0x80 + letter));
    String frames = "0182 KEY XX 8981 KEY X 8082 KEY XX".replace("X", masked).replace("KEY", key);
    return HexFormat.of().parseHex(frames.replace(" ", ""));
  }

  @Proves(rfc6455 = "7.1.7a")
  @ParameterizedTest
  @ValueSource(strings = {"receives one", "receives none"})
  void failsTheConnectionOfAHandlerThatDoesNotComeToIt(String habit) throws Exception { // 7.1.7
    var ended = new CompletableFuture<CloseReason>();
    var busy = new CountDownLatch(1);
    App app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.sendText(habit.equals("receives one") ? ws.receiveText() : "hello");
                  try {
                    busy.await();
                  } finally {
                    ended.complete(ws.closeReason().orElseThrow());
                  }
                });
    try (var client = TestClient.overTcp(app);
        var line = client.raw("/ws")) {
      line.sendText("hello");
      Served.expectText(line, "hello");
      line.sendHex("83 80 00000000 81 81 00000000 61");

      Served.expectOnlyClose(line, 1002, "Opcode 3 is not defined.");
      busy.countDown();
      assertThat(ended.get(5, TimeUnit.SECONDS))
          .isEqualTo(CloseReason.of(1002, "Opcode 3 is not defined."));
    }
  }

  @Proves(rfc6455 = "10.4a", checklist = 54)
  @Test
  void boundsTheSumOfFragments() throws InterruptedException {
    byte[] fragment = new byte[1_000];
    try (var served = Served.echoWith(config -> config.maxMessageBytes(32_000));
        var line = served.line()) {
      line.sendFrame(RawFrame.BINARY, fragment);
      for (int i = 1; i < 32; i++) {
        line.sendFrame(RawFrame.CONTINUATION, fragment);
      }
      line.sendFrame(RawFrame.CONTINUATION, new byte[1]);

      served.expectFailure(line, 1009, "A message has more than 32000 bytes.");
    }
  }

  @Proves(rfc6455 = "10.4b", checklist = 55)
  @Test
  void boundsTheNumberOfFragments() throws InterruptedException {
    var fragments = ByteBuffer.allocate(6 * 1_001);
    fragments.put((byte) 1).put((byte) 0x80).putInt(0);
    while (fragments.hasRemaining()) {
      fragments.put((byte) 0).put((byte) 0x80).putInt(0);
    }
    try (var served = Served.echoWith(config -> config.maxFragments(1_000));
        var line = served.line()) {
      line.sendBytes(fragments.array());

      served.expectFailure(line, 1009, "A message has more than 1000 fragments.");
    }
  }

  @Proves(rfc6455 = "7.1.5b", checklist = 58)
  @Test
  void repliesToAPeerThatHasFinishedSending() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendText("first");
      Served.expectText(line, "first");
      line.sendText("last words");
      line.finishSending();

      Served.expectText(line, "last words");
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
      assertThat(served.nextSeen()).isEqualTo("first");
      assertThat(served.nextSeen()).isEqualTo("last words");
      assertThat(served.nextSeen()).isEqualTo(CloseReason.of(1006, ""));
    }
  }

  @Proves(
      rfc6455 = "7.1.5b",
      checklist = {45, 58})
  @Test
  void tells1006ForAResetWithinAMessage() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendText("whole");
      Served.expectText(line, "whole");
      line.sendHex("81 85 00000000 6162");
      line.reset();

      assertThat(served.nextSeen()).isEqualTo("whole");
      assertThat(served.nextSeen()).isEqualTo(CloseReason.of(1006, ""));
    }
  }

  @Proves(
      rfc6455 = {"5.3a", "6.2b"},
      checklist = 58)
  @Test
  void readsFramesThatComeByteByByte() {
    byte[] frame = {(byte) 0x81, (byte) 0x84, 1, 2, 3, 4, 'P' ^ 1, 'i' ^ 2, 'n' ^ 3, 'g' ^ 4};
    try (var served = Served.echo();
        var line = served.line()) {
      for (byte one : frame) {
        line.sendBytes(new byte[] {one}).join();
      }

      Served.expectText(line, "Ping");
    }
  }

  @Proves(checklist = 59)
  @Test
  void stopsReadingFromAPeerThatDoesNotReadAndLosesNothing() {
    var message = new byte[1_000_000];
    int count = 60;
    try (var served =
            Served.echoWith(config ->
                config.maxQueuedInboundBytes(1_000_000).maxQueuedOutboundBytes(1_000_000));
        var line = served.line()) {
      line.stopReading();
      var lastSent = CompletableFuture.<Void>completedFuture(null);
      for (int i = 0; i < count; i++) {
        lastSent = sendBinary(line, message);
      }
      var all = lastSent;

      // 60 MB are more than the buffers of both kernels and both queues hold.
      assertThatThrownBy(() -> all.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      assertThat(served.client().get("/http").status()).isEqualTo(200);

      line.resumeReading();
      for (int i = 0; i < count; i++) {
        assertThat(line.receiveFrame().payload()).hasSize(message.length);
      }
    }
  }

  private static CompletableFuture<Void> sendBinary(RawClient line, byte[] payload) {
    var frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) 0x82).put((byte) 0xff).putLong(payload.length).putInt(0).put(payload);
    return line.sendBytes(frame.array());
  }

  @Proves(rfc6455 = "5.5.3b", checklist = 60)
  @Test
  void answersTheNewestPingOfABurst() {
    int count = 20_000;
    var pings = ByteBuffer.allocate(count * 10);
    for (int i = 0; i < count; i++) {
      pings.put((byte) 0x89).put((byte) 0x84).putInt(0).putInt(i);
    }
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendBytes(pings.array());

      int newest = -1;
      while (newest < count - 1) {
        var pong = line.receiveFrame();
        assertThat(pong.firstByte()).isEqualTo(0x80 | RawFrame.PONG);
        int number = ByteBuffer.wrap(pong.payload()).getInt();
        assertThat(number).as("in order").isGreaterThan(newest);
        newest = number;
      }
      line.sendText("still here");
      Served.expectText(line, "still here");
    }
  }
}
