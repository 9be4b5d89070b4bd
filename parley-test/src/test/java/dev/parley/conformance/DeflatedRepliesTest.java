package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.CompressionMode;
import dev.parley.Parley;
import dev.parley.Rooms;
import dev.parley.ServerConfig;
import dev.parley.WebSocket;
import dev.parley.WebSocketHandler;
import dev.parley.test.RawFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages to a client (RFC 7692, sections 6.1, 7.1 and 7.2.1). */
class DeflatedRepliesTest {
  private static final String TEXT = "Good morning, all. ".repeat(100);

  private static Served served(
      CompressionMode mode, UnaryOperator<ServerConfig.Builder> more, WebSocketHandler handler) {
    return Served.by(
        handler, config -> more.apply(config).compression(c -> c.compressionMode(mode)));
  }

  private static Served served(CompressionMode mode, WebSocketHandler handler) {
    return served(mode, config -> config, handler);
  }

  private static void echo(WebSocket ws) {
    ws.texts().forEach(ws::sendText);
  }

  private static byte[] noise(int length) {
    var bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  // --- which messages are compressed ---

  @Proves(rfc7692 = {"6d", "7.2.1a"})
  @Test
  void compressesMessagesOfBothKindsWithTheirFirstReservedBit() { // section 6.1
    WebSocketHandler handler =
        ws -> {
          ws.sendText(TEXT);
          ws.sendBytes(new byte[100_000]);
          ws.sendJson(IntStream.range(0, 1_000).toArray());
          assertThat(ws.trySendText(TEXT)).isTrue();
          ws.receive();
        };
    try (var served = served(CompressionMode.MESSAGE, handler);
        var client = Inflating.forgetful(served.deflatedLine())) {
      assertThat(client.expectCompressed(TEXT)).isLessThan(60);
      var binary = client.line().receiveFrame();
      assertThat(binary.firstByte()).isEqualTo(0xc0 | RawFrame.BINARY);
      assertThat(client.payload(binary)).isEqualTo(new byte[100_000]);
      assertThat(client.nextText()).startsWith("[0,1,2").endsWith(",999]");
      client.expectCompressed(TEXT);
    }
  }

  @Proves(rfc7692 = "5a")
  @Test
  void compressesNothingForAClientThatDidNotOfferIt() {
    try (var served = served(CompressionMode.MESSAGE, DeflatedRepliesTest::echo);
        var line = served.line()) {
      line.sendText(TEXT);

      Served.expectText(line, TEXT);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MESSAGE", "CONTEXT"})
  void compressesFromTheThresholdOn(CompressionMode mode) {
    try (var served = served(mode, DeflatedRepliesTest::echo);
        var client = Inflating.remembering(served.deflatedLine())) {
      client.send("a".repeat(1_023));
      Served.expectText(client.line(), "a".repeat(1_023));

      client.send("a".repeat(1_024));
      client.expectCompressed("a".repeat(1_024));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MESSAGE", "CONTEXT"})
  void neverMakesAMessageLongerThanItIs(CompressionMode mode) {
    try (var served =
            served(
                mode,
                config -> config.compression(c -> c.compressionThresholdBytes(0)),
                ws -> {
                  ws.sendText("");
                  ws.sendBytes(noise(70_000));
                  ws.sendBytes(noise(500));
                  ws.sendText(TEXT);
                  ws.receive();
                });
        var client = Inflating.remembering(served.deflatedLine())) {
      Served.expectText(client.line(), "");
      for (int length : new int[] {70_000, 500}) {
        var frame = client.line().receiveFrame();
        assertThat(frame.firstByte()).isEqualTo(0x80 | RawFrame.BINARY);
        assertThat(frame.payload()).isEqualTo(noise(length));
      }
      client.expectCompressed(TEXT);
    }
  }

  @Proves(rfc7692 = "6b", checklist = 33)
  @Test
  void controlFramesAreNeverCompressed() { // section 6.1
    try (var served =
            served(
                CompressionMode.MESSAGE,
                config -> config.compression(c -> c.compressionThresholdBytes(0)),
                ws -> {
                  ws.sendText(ws.receiveText());
                  ws.close(1000, "a".repeat(120));
                });
        var client = Inflating.forgetful(served.deflatedLine())) {
      client.line().sendFrame(0x80 | RawFrame.PING, new byte[125]);
      assertThat(client.line().receiveFrame().firstByte()).isEqualTo(0x80 | RawFrame.PONG);
      client.send(TEXT);
      client.expectCompressed(TEXT);
      assertThat(client.line().receiveFrame().firstByte()).isEqualTo(0x80 | RawFrame.CLOSE);
    }
  }

  @Proves(rfc7692 = "6b")
  @ParameterizedTest
  @EnumSource(names = {"MESSAGE", "CONTEXT"})
  void aStreamedMessageLeavesAsItIsAndOthersAroundItCompressed(CompressionMode mode) {
    WebSocketHandler handler =
        ws -> {
          ws.sendText(TEXT);
          try (var stream = ws.sendStream()) {
            stream.write(TEXT.getBytes(StandardCharsets.UTF_8));
            stream.flush();
            ws.sendText(TEXT); // Leaves behind the streamed message.
            stream.write(TEXT.getBytes(StandardCharsets.UTF_8));
          }
          ws.receive();
        };
    try (var served = served(mode, handler);
        var client = Inflating.remembering(served.deflatedLine())) {
      client.expectCompressed(TEXT);
      for (int firstByte : new int[] {RawFrame.BINARY, 0x80}) {
        var fragment = client.line().receiveFrame();
        assertThat(fragment.firstByte()).isEqualTo(firstByte);
        assertThat(fragment.text()).isEqualTo(TEXT);
      }
      client.expectCompressed(TEXT);
    }
  }

  // --- what messages refer to ---

  @Proves(rfc7692 = "7.2.1b", checklist = 30)
  @Test
  void everyMessageStandsByItselfByDefault() { // section 7.1.1.1
    try (var served = served(CompressionMode.MESSAGE, DeflatedRepliesTest::echo);
        var client = Inflating.forgetful(served.deflatedLine())) {
      client.send(TEXT);
      client.send(TEXT);

      assertThat(client.expectCompressed(TEXT)).isEqualTo(client.expectCompressed(TEXT));
    }
  }

  @Proves(rfc7692 = "7.2.1c", checklist = 30)
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void keepsToTheWindowOfTheClient(int bits) { // section 7.1.2.1
    int window = 1 << bits;
    byte[] near = repeated(noise(window / 4), 16);
    byte[] far = repeated(noise(window + 1), 4);
    WebSocketHandler handler =
        ws -> {
          ws.sendBytes(near);
          ws.sendBytes(far);
          ws.receive();
        };
    try (var served =
            served(
                CompressionMode.MESSAGE,
                config -> config.compression(c -> c.compressionThresholdBytes(0)),
                handler);
        var client =
            Inflating.forgetful(
                served.deflatedLine("permessage-deflate; server_max_window_bits=" + bits))) {
      var compressed = client.line().receiveFrame();
      assertThat(compressed.firstByte()).isEqualTo(0xc0 | RawFrame.BINARY);
      assertThat(client.payload(compressed)).isEqualTo(near);

      // Nothing within the window: what repeats beyond it does not count.
      var plain = client.line().receiveFrame();
      assertThat(plain.firstByte()).isEqualTo(0x80 | RawFrame.BINARY);
      assertThat(plain.payload()).isEqualTo(far);
    }
  }

  private static byte[] repeated(byte[] bytes, int times) {
    byte[] all = new byte[times * bytes.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  @Test
  void refersToTheMessagesBeforeWhereThatWasAgreed() { // section 7.1.1.1
    String unlike = Arrays.toString(noise(400));
    try (var served = served(CompressionMode.CONTEXT, DeflatedRepliesTest::echo);
        var client = Inflating.remembering(served.deflatedLine())) {
      client.send(unlike);
      assertThat(client.expectCompressed(unlike)).isGreaterThan(400);
      client.send("below the threshold");
      Served.expectText(client.line(), "below the threshold");
      client.send(unlike);
      assertThat(client.expectCompressed(unlike)).isLessThan(30);
    }
  }

  @Test
  void messagesBySeveralThreadsReferToEachOtherInTheOrderOfTheLine() {
    int threads = 8;
    int messages = 200;
    WebSocketHandler handler =
        ws -> {
          var tasks =
              IntStream.range(0, threads)
                  .mapToObj(thread ->
                      ws.fork(() -> {
                        for (int i = 0; i < messages; i++) {
                          // Now and then a message that is compressed by its sender.
                          int times = i % 50 == 7 ? 50 : 1;
                          ws.sendText((thread + " " + i + " " + TEXT).repeat(times));
                        }
                      }))
                  .toList();
          tasks.forEach(task -> task.join());
          ws.receive();
        };
    try (var served = served(CompressionMode.CONTEXT, handler);
        var client = Inflating.remembering(served.deflatedLine())) {
      var next = new int[threads];
      for (int i = 0; i < threads * messages; i++) {
        String text = client.nextText();
        int thread = text.charAt(0) - '0';
        String expected = thread + " " + next[thread] + " " + TEXT;
        assertThat(text).isEqualTo(expected.repeat(next[thread] % 50 == 7 ? 50 : 1));
        next[thread]++;
      }
      assertThat(next).containsOnly(messages);
    }
  }

  @Test
  void countsWhatWaitsAsItIsAfterCompression() {
    int messages = 300;
    WebSocketHandler handler =
        ws -> {
          for (int i = 0; i < messages; i++) {
            ws.sendText(TEXT + i);
          }
          ws.receive();
        };
    // Far more than may wait: the last would never be sent if what was compressed counted on.
    try (var served =
            served(
                CompressionMode.CONTEXT, config -> config.maxQueuedOutboundBytes(16_384), handler);
        var client = Inflating.remembering(served.deflatedLine())) {
      for (int i = 0; i < messages; i++) {
        client.expectCompressed(TEXT + i);
      }
    }
  }

  // --- rooms ---

  private static App chat(App app) {
    return app.websocket(
        "/ws",
        ws -> {
          try (var seat = ws.dependency(Rooms.class).room("r").join(ws)) {
            ws.sendText("joined");
            for (String text : ws.texts()) {
              if (text.startsWith("self ")) {
                ws.sendText(text);
              } else {
                seat.publish(text);
              }
            }
          }
        });
  }

  private static Served rooms(CompressionMode mode) {
    return Served.app(
        chat(Parley.create()), config -> config.compression(c -> c.compressionMode(mode)));
  }

  @Test
  void membersGetAPublicationAsTheyAgreed() {
    try (var served = rooms(CompressionMode.MESSAGE);
        var plain = Inflating.forgetful(served.line());
        var first = Inflating.forgetful(served.deflatedLine());
        var second = Inflating.forgetful(served.deflatedLine());
        var small =
            Inflating.forgetful(
                served.deflatedLine("permessage-deflate; server_max_window_bits=8"))) {
      for (var member : List.of(plain, first, second, small)) {
        assertThat(member.nextText()).isEqualTo("joined");
      }

      plain.send(TEXT);
      plain.send("short");

      Served.expectText(plain.line(), TEXT);
      int bytes = first.expectCompressed(TEXT);
      assertThat(second.expectCompressed(TEXT)).isEqualTo(bytes);
      assertThat(small.expectCompressed(TEXT)).isGreaterThan(bytes);
      for (var member : List.of(plain, first, second, small)) {
        Served.expectText(member.line(), "short");
      }
    }
  }

  @Test
  void aMemberWithAContextUnderstandsPublicationsAndItsOwnMessages() {
    try (var served = rooms(CompressionMode.CONTEXT);
        var member = Inflating.remembering(served.deflatedLine());
        var other = Inflating.remembering(served.deflatedLine())) {
      assertThat(member.nextText()).isEqualTo("joined");
      assertThat(other.nextText()).isEqualTo("joined");
      for (int i = 0; i < 10; i++) {
        String own = "self " + i + TEXT;
        String publication = i + TEXT;
        member.send(own);
        member.send(own);
        member.send(publication);
        member.expectCompressed(own);
        assertThat(member.expectCompressed(own)).isLessThan(30);
        member.expectCompressed(publication);
        other.expectCompressed(publication);
      }
    }
  }
}
