package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CloseReason;
import dev.parley.Parley;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server sends, byte by byte (RFC 6455, sections 5 to 7). */
class ServerFramesTest {
  /** A message in one frame, with its length in the shortest form; the mask is not all zero. */
  private static byte[] masked(int opcode, byte[] payload) {
    byte[] mask = {0x12, (byte) 0xf4, 0x00, (byte) 0x81};
    var frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) (0x80 | opcode));
    putLength(frame, payload.length, 0x80);
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % 4]));
    }
    return written(frame);
  }

  private static byte[] unmasked(int opcode, byte[] payload) {
    var frame = ByteBuffer.allocate(payload.length + 10);
    frame.put((byte) (0x80 | opcode));
    putLength(frame, payload.length, 0);
    return written(frame.put(payload));
  }

  private static void putLength(ByteBuffer frame, int length, int maskBit) {
    if (length <= 125) {
      frame.put((byte) (maskBit | length));
    } else if (length <= 0xffff) {
      frame.put((byte) (maskBit | 126)).putShort((short) length);
    } else {
      frame.put((byte) (maskBit | 127)).putLong(length);
    }
  }

  private static byte[] written(ByteBuffer frame) {
    return Arrays.copyOf(frame.array(), frame.position());
  }

  @Proves(rfc6455 = {"5.1b", "5.2e", "5.2f", "5.3a", "5.4a", "5.6b", "6.1b", "6.2b"})
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
  void writesAMessageAsOneFrameWithoutMaskInItsShortestForm(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    byte[] text = new byte[bytes];
    Arrays.fill(text, (byte) 'x');
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendBytes(masked(RawFrame.BINARY, payload));
      byte[] binaryFrame = unmasked(RawFrame.BINARY, payload);
      assertThat(line.receiveBytes(binaryFrame.length)).isEqualTo(binaryFrame);

      line.sendBytes(masked(RawFrame.TEXT, text));
      byte[] textFrame = unmasked(RawFrame.TEXT, text);
      assertThat(line.receiveBytes(textFrame.length)).isEqualTo(textFrame);
    }
  }

  @Proves(rfc6455 = {"5.1b", "5.2e", "5.5b"})
  @Test
  void writesControlFramesWithoutMaskWholeAndShort() {
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.receive();
                  ws.close(4000, "x".repeat(1_000));
                });
    byte[] payload = new byte[125];
    Arrays.fill(payload, (byte) 0xfe);
    try (var client = TestClient.overTcp(app);
        var line = client.raw("/ws")) {
      line.sendFrame(0x80 | RawFrame.PING, payload);
      assertThat(line.receiveBytes(127)).isEqualTo(unmasked(RawFrame.PONG, payload));

      client.time().advance(Duration.ofSeconds(25));
      assertThat(line.receiveBytes(3)).containsExactly(0x89, 1, 'p');

      line.sendText("end");
      byte[] close = ByteBuffer.allocate(125).putShort((short) 4000).array();
      Arrays.fill(close, 2, 125, (byte) 'x');
      assertThat(line.receiveBytes(127)).isEqualTo(unmasked(RawFrame.CLOSE, close));
    }
  }

  @Proves(rfc6455 = {"4.2.2i"})
  @Test
  void sendsItsFirstMessageRightBehindItsAnswer() {
    var app = Parley.create().websocket("/ws", ws -> ws.sendText("welcome"));
    try (var client = TestClient.overTcp(app);
        var line = client.raw("/ws")) {
      Served.expectText(line, "welcome");
    }
  }

  @Proves(
      rfc6455 = {"5.5.1b", "5.5.1f", "7.1.2a"},
      checklist = 49)
  @Test
  void closesOnceWhereBothSidesCloseAtTheSameTime() {
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.accept();
                  ws.close(4000, "server");
                });
    try (var client = TestClient.overTcp(app);
        var line = client.raw("/ws")) {
      line.sendHex("88 82 00000000 0fa1 81 81 00000000 61"); // before the server's is read

      assertThat(line.awaitClose()).isIn(CloseReason.of(4000, "server"), CloseReason.of(4001, ""));
      Served.expectEnd(line);
    }
  }

  @Proves(rfc6455 = "5.5.1d")
  @Test
  void answersACloseAtOnceWhileTheHandlerIsBusy() throws InterruptedException {
    var busy = new CountDownLatch(1);
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  ws.sendText(ws.receiveText());
                  busy.await();
                });
    try (var client = TestClient.overTcp(app);
        var line = client.raw("/ws")) {
      line.sendText("hello");
      Served.expectText(line, "hello");
      line.sendHex("88 85 00000000 0fa0 627965");

      Served.expectOnlyClose(line, 4000, "bye");
      busy.countDown();
    }
  }
}
