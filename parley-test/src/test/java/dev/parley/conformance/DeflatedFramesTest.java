package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CompressionMode;
import dev.parley.ServerConfig;
import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages from a client (RFC 7692, sections 6, 7.2 and 8). */
class DeflatedFramesTest {
  private static final int COMPRESSED = 0x40;
  private static final String HELLO = "f2 48 cd c9 c9 07 00"; // section 7.2.3.1

  private static Served served(UnaryOperator<ServerConfig.Builder> more) {
    return Served.echoWith(
        config -> more.apply(config).compression(c -> c.compressionMode(CompressionMode.MESSAGE)));
  }

  private static Served served() {
    return served(config -> config);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static void sendText(RawClient line, String hex) {
    line.sendFrame(0x80 | COMPRESSED | RawFrame.TEXT, bytes(hex));
  }

  /** Compresses as section 7.2.1 says. */
  private static byte[] deflated(byte[] payload) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(payload);
      var compressed = new ByteArrayOutputStream();
      byte[] buffer = new byte[64 * 1024];
      int count;
      do {
        count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        compressed.write(buffer, 0, count);
      } while (count == buffer.length);
      return Arrays.copyOf(compressed.toByteArray(), compressed.size() - 4);
    } finally {
      deflater.end();
    }
  }

  // The examples of section 7.2.3, which spell "Hello" each.
  @Proves(
      rfc7692 = {"7.2.2a", "7.2.2c"},
      checklist = 57)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1 87 00000000 f2 48 cd c9 c9 07 00", // one block
        "41 83 00000000 f2 48 cd 80 84 00000000 c9 c9 07 00", // two fragments
        "c1 8b 00000000 00 05 00 fa ff 48 65 6c 6c 6f 00", // a block without compression
        "c1 88 00000000 f3 48 cd c9 c9 07 00 00", // a final block
        "c1 87 00000000 f3 48 cd c9 c9 07 00", // a final block with nothing behind it
        "c1 8d 00000000 f2 48 05 00 00 00 ff ff ca c9 c9 07 00" // two blocks
      })
  void inflatesTheExamplesOfTheRfc(String hex) throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendHex(hex);
      Served.expectText(line, "Hello");

      line.sendHex(hex); // The next message is understood as well.
      Served.expectText(line, "Hello");
      assertThat(served.nextSeen()).isEqualTo("Hello");
    }
  }

  @Proves(rfc7692 = "6d")
  @Test
  void takesTheKindOfAMessageFromItsOpcode() throws InterruptedException { // section 6
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendFrame(0x80 | COMPRESSED | RawFrame.BINARY, bytes(HELLO));
      var frame = line.receiveFrame();
      assertThat(frame.firstByte()).isEqualTo(0x80 | RawFrame.BINARY);
      assertThat(frame.text()).isEqualTo("Hello");

      sendText(line, HELLO);
      Served.expectText(line, "Hello");
    }
  }

  @Proves(
      rfc7692 = {"7.2.1d", "7.2.2a"},
      checklist = 57)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1 81 00000000 00", // section 7.2.3.6
        "c1 80 00000000",
        "41 80 00000000 80 81 00000000 00",
        "c1 82 00000000 03 00"
      })
  void inflatesAnEmptyMessage(String hex) throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendHex(hex);

      Served.expectText(line, "");
      assertThat(served.nextSeen()).isEqualTo("");
    }
  }

  @Proves(rfc7692 = "7.2.2b", checklist = 57)
  @Test
  void refersToTheMessageBeforeWhereThatWasAgreed() throws InterruptedException {
    try (var served =
            Served.echoWith(
                config -> config.compression(c -> c.compressionMode(CompressionMode.CONTEXT)));
        var line = served.deflatedLine()) {
      sendText(line, HELLO);
      sendText(line, "f2 00 11 00 00"); // section 7.2.3.2

      assertThat(served.nextSeen()).isEqualTo("Hello");
      assertThat(served.nextSeen()).isEqualTo("Hello");
    }
  }

  @Proves(rfc7692 = "7.1.1.2a")
  @Test
  void refusesToReferToTheMessageBeforeWhereThatWasNotAgreed() throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      sendText(line, HELLO);
      Served.expectText(line, "Hello");
      assertThat(served.nextSeen()).isEqualTo("Hello");
      sendText(line, "f2 00 11 00 00");

      served.expectFailure(line, 1007, "A compressed message is broken.");
    }
  }

  @Proves(rfc7692 = "6c")
  @Test
  void takesUncompressedMessagesAsBefore() { // section 6
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendHex("81 81 00000000 61 01 81 00000000 62 80 81 00000000 63");
      sendText(line, HELLO);
      line.sendHex("81 81 00000000 64");

      for (String text : new String[] {"a", "bc", "Hello", "d"}) {
        Served.expectText(line, text);
      }
    }
  }

  @Proves(rfc7692 = "6e")
  @Test
  void answersAPingBetweenCompressedFragments() {
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendHex("41 83 00000000 f2 48 cd 89 81 00000000 70");
      assertThat(line.receiveFrame().opcode()).isEqualTo(RawFrame.PONG);

      line.sendHex("80 84 00000000 c9 c9 07 00");
      Served.expectText(line, "Hello");
    }
  }

  @Proves(rfc7692 = "7.2.2a")
  @Test
  void inflatesAMessageByteByByte() {
    String text = "Grüße, ".repeat(500);
    byte[] compressed = deflated(text.getBytes(StandardCharsets.UTF_8));
    try (var served = served(config -> config.maxFragments(10_000));
        var line = served.deflatedLine()) {
      line.sendFrame(COMPRESSED | RawFrame.TEXT, new byte[0]);
      for (byte one : compressed) {
        line.sendFrame(RawFrame.CONTINUATION, new byte[] {one});
      }
      line.sendFrame(0x80, new byte[0]);

      Inflating.forgetful(line).expectCompressed(text);
    }
  }

  @Proves(rfc7692 = "6a", checklist = 33)
  @ParameterizedTest
  @CsvSource({
    "c9 80 00000000, Reserved bit RSV1 is set.",
    "ca 80 00000000, Reserved bit RSV1 is set.",
    "c8 80 00000000, Reserved bit RSV1 is set.",
    "41 83 00000000 f248cd c0 84 00000000 c9c90700, Reserved bit RSV1 is set.",
    "01 81 00000000 61 c0 81 00000000 61, Reserved bit RSV1 is set.",
    "e1 80 00000000, Reserved bit RSV1 is set.",
    "d1 80 00000000, Reserved bit RSV1 is set.",
    "a1 80 00000000, Reserved bit RSV2 is set.",
    "91 80 00000000, Reserved bit RSV3 is set.",
    "c0 80 00000000, Reserved bit RSV1 is set.",
    "41 80 00000000 c1 80 00000000, A new message within a fragmented one."
  })
  void failsReservedBitsElsewhereWith1002(String hex, String reason) throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendHex(hex);

      served.expectFailure(line, 1002, reason);
    }
  }

  @Proves(checklist = 57)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff ff ff ff", // no such kind of block
        "07", // the same, final
        "f2 48 cd", // cut in the middle of a block
        "00 20 00 df ff 48", // a block that promises more
        "00 05 00 00 00 48 65 6c 6c 6f", // lengths that do not match
        "f2 48 cd c9 c9 07 00 06", // garbage behind the message
        "f3 48 cd c9 c9 07 00 ff" // garbage behind a final block
      })
  void failsWhatIsNoDeflateDataWith1007(String hex) throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendFrame(0xc2, bytes(hex));

      served.expectFailure(line, 1007, "A compressed message is broken.");
    }
  }

  @Proves(checklist = 56)
  @Test
  void failsAMessageOfCountlessFinalBlocks() throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      sendText(line, "0300".repeat(2_000));

      served.expectFailure(line, 1007, "A compressed message is broken.");
    }
  }

  @Proves(rfc6455 = "8.1a", checklist = 41)
  @ParameterizedTest
  @ValueSource(strings = {"ff", "eda080", "c3", "61e2820a", "f4908080"})
  void failsCompressedTextThatIsNotUtf8With1007(String hex) throws InterruptedException {
    try (var served = served();
        var line = served.deflatedLine()) {
      line.sendFrame(0xc1, deflated(bytes(hex)));

      served.expectFailure(line, 1007, "A text message is not UTF-8.");
    }
  }

  @Proves(
      rfc6455 = "8.1a",
      checklist = {40, 41})
  @Test
  void failsCompressedTextAtItsFirstWrongByte() throws InterruptedException {
    byte[] text = new byte[200_000];
    text[1_000] = (byte) 0xff;
    try (var served = served();
        var line = served.deflatedLine()) {
      // Not the last fragment: the message goes on.
      line.sendFrame(COMPRESSED | RawFrame.TEXT, deflated(text));

      served.expectFailure(line, 1007, "A text message is not UTF-8.");
    }
  }

  // 56
  @Test
  void acceptsExactlyTheLimitAndNotAByteMore() throws InterruptedException {
    try (var served = served(config -> config.maxMessageBytes(100_000));
        var line = served.deflatedLine()) {
      line.sendFrame(0xc2, deflated(new byte[100_000]));
      assertThat(line.receiveFrame().payload().length).isLessThanOrEqualTo(100_000);
      assertThat((byte[]) served.nextSeen()).hasSize(100_000);

      line.sendFrame(0xc2, deflated(new byte[100_001]));
      served.expectFailure(line, 1009, "A message has more than 100000 bytes.");
    }
  }

  @Proves(rfc6455 = "10.4a", checklist = 56)
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 64})
  void stopsABombWith1009(int fragments) throws InterruptedException {
    byte[] bomb = deflated(new byte[64 << 20]);
    try (var served = served(config -> config);
        var other = served.deflatedLine();
        var line = served.deflatedLine()) {
      int size = bomb.length / fragments;
      for (int i = 0; i < fragments; i++) {
        int first = i == 0 ? COMPRESSED | RawFrame.BINARY : RawFrame.CONTINUATION;
        line.sendFrame(first, Arrays.copyOfRange(bomb, i * size, (i + 1) * size));
      }

      served.expectFailure(line, 1009, "A message has more than 1048576 bytes.");
      sendText(other, HELLO);
      Served.expectText(other, "Hello");
    }
  }

  @Test
  void keepsLargeMessagesOfSeveralLinesApart() throws InterruptedException {
    try (var served = served();
        var slow = served.deflatedLine();
        var fast = served.deflatedLine()) {
      for (int i = 0; i < 4; i++) {
        byte[] first = numbers(i * 1_000_000);
        byte[] second = numbers(i * 1_000_000 + 500_000);
        byte[] deflated = deflated(first);
        int half = deflated.length / 2;
        slow.sendFrame(COMPRESSED | RawFrame.BINARY, Arrays.copyOf(deflated, half));
        fast.sendFrame(0x80 | COMPRESSED | RawFrame.BINARY, deflated(second));
        assertThat(served.nextSeen()).isEqualTo(second);
        slow.sendFrame(
            0x80 | RawFrame.CONTINUATION, Arrays.copyOfRange(deflated, half, deflated.length));
        assertThat(served.nextSeen()).isEqualTo(first);

        fast.receiveFrame();
        slow.receiveFrame();
      }
    }
  }

  /** Some hundred kilobytes, different everywhere, that can be compressed well. */
  private static byte[] numbers(int from) {
    return IntStream.range(from, from + 100_000)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "))
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Proves(rfc6455 = "10.4a", checklist = 56)
  @Test
  void boundsWhatIsOnTheWireAsWell() throws InterruptedException {
    byte[] empty = bytes("00 00 00 ff ff".repeat(100)); // blocks without content
    try (var served = served(config -> config.maxMessageBytes(1_000));
        var line = served.deflatedLine()) {
      line.sendFrame(COMPRESSED | RawFrame.BINARY, empty);
      line.sendFrame(RawFrame.CONTINUATION, empty);
      line.sendFrame(RawFrame.CONTINUATION, empty);

      served.expectFailure(line, 1009, "A message has more than 1000 bytes.");
    }
  }

  @Proves(rfc6455 = "10.4b", checklist = 55)
  @Test
  void boundsTheNumberOfFragments() throws InterruptedException {
    try (var served = served(config -> config.maxFragments(10));
        var line = served.deflatedLine()) {
      line.sendFrame(COMPRESSED | RawFrame.BINARY, new byte[0]);
      for (int i = 0; i < 10; i++) {
        line.sendFrame(RawFrame.CONTINUATION, new byte[0]);
      }

      served.expectFailure(line, 1009, "A message has more than 10 fragments.");
    }
  }
}
