package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CloseReason;
import dev.parley.test.RawFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames (RFC 6455, section 5): each that breaks a rule gets one close frame and nothing else. */
class FramesTest {
  /** The header of a text of 60,000 bytes. */
  private static final String TEXT_OF_60_KB = "81 fe ea60 00000000";

  @Proves(
      rfc6455 = {"5.1a", "5.2a", "5.2b", "5.2c", "5.2d", "5.4c", "5.4e", "5.5a", "7.1.7a", "10.7a"},
      checklist = {31, 32, 34, 35, 36, 49, 51, 53})
  @ParameterizedTest
  @CsvSource({
    "81 01 61, A client frame is not masked.",
    "81 00, A client frame is not masked.",
    "c1 80 00000000, Reserved bit RSV1 is set.",
    "a1 80 00000000, Reserved bit RSV2 is set.",
    "91 80 00000000, Reserved bit RSV3 is set.",
    "c9 80 00000000, Reserved bit RSV1 is set.",
    "01 80 00000000 c0 80 00000000, Reserved bit RSV1 is set.",
    "83 80 00000000, Opcode 3 is not defined.",
    "84 80 00000000, Opcode 4 is not defined.",
    "85 80 00000000, Opcode 5 is not defined.",
    "86 80 00000000, Opcode 6 is not defined.",
    "87 80 00000000, Opcode 7 is not defined.",
    "8b 80 00000000, Opcode 11 is not defined.",
    "8c 80 00000000, Opcode 12 is not defined.",
    "8d 80 00000000, Opcode 13 is not defined.",
    "8e 80 00000000, Opcode 14 is not defined.",
    "8f 80 00000000, Opcode 15 is not defined.",
    "09 80, A control frame is fragmented.",
    "08 80, A control frame is fragmented.",
    "89 fe, A control frame has more than 125 bytes.",
    "88 ff, A control frame has more than 125 bytes.",
    "80 80 00000000, A continuation frame without a message to continue.",
    "00 80 00000000, A continuation frame without a message to continue.",
    "01 80 00000000 81 80 00000000, A new message within a fragmented one.",
    "02 80 00000000 01 80 00000000, A new message within a fragmented one.",
    "82 ff 8000000000000000 00000000, A frame length has its highest bit set.",
    "82 fe 0002 00000000 6161, A frame length is not written in its shortest form.",
    "82 ff 0000000000000002 00000000 6161, A frame length is not written in its shortest form.",
    "82 ff 000000000000ffff 00000000, A frame length is not written in its shortest form."
  })
  void failsTheConnectionOnceWith1002(String hex, String reason) throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex(hex);

      served.expectFailure(line, 1002, reason);
    }
  }

  @Proves(
      rfc6455 = {"5.5.1b", "7.1.7b"},
      checklist = 49)
  @Test
  void handlesNothingBehindAFailure() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("83 80 00000000 81 81 00000000 61 89 80 00000000 88 80 00000000 83 80 00000000");

      served.expectFailure(line, 1002, "Opcode 3 is not defined.");
    }
  }

  @Proves(
      rfc6455 = {"5.4d", "6.2a", "7.1.7b"},
      checklist = 49)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "83 80 00000000", // an opcode that is not defined
        "91 80 00000000", // RSV3
        "88 81 00000000 03", // a close of one byte
        "81 81 00000000 ff", // not UTF-8
        "81 fe 4001 00000000" // too big
      })
  void answersWholeMessagesBeforeItFailsForWhatFollowsThem(String broken)
      throws InterruptedException { // section 7.1.7
    try (var served = Served.echoWith(config -> config.maxMessageBytes(16_384));
        var line = served.line()) {
      line.sendHex("81 81 00000000 61 01 81 00000000 62 80 81 00000000 63" + broken + "89 80");

      Served.expectText(line, "a");
      Served.expectText(line, "bc");
      assertThat(line.receiveFrame().opcode()).isEqualTo(RawFrame.CLOSE);
      Served.expectEnd(line);
      assertThat(served.nextSeen()).isEqualTo("a");
      assertThat(served.nextSeen()).isEqualTo("bc");
      assertThat(served.nextSeen()).isInstanceOf(CloseReason.class);
    }
  }

  @Proves(
      rfc6455 = {"5.4b", "5.5.2a", "5.5.3a"},
      checklist = 37)
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  void answersAPingBetweenFragmentsAtOnce(int bytes) {
    try (var served = Served.echo();
        var line = served.line()) {
      byte[] payload = new byte[bytes];
      Arrays.fill(payload, (byte) 0xfe);
      line.sendHex("01 81 00000000 61"); // the first fragment of a text
      line.sendFrame(0x80 | RawFrame.PING, payload);

      var pong = line.receiveFrame();
      assertThat(pong.firstByte()).isEqualTo(0x80 | RawFrame.PONG);
      assertThat(pong.payload()).isEqualTo(payload);

      line.sendHex("80 81 00000000 62");
      Served.expectText(line, "ab");
    }
  }

  @Proves(
      rfc6455 = {"5.5.2a", "5.5.3a"},
      checklist = 37)
  @Test
  void answersPingsOfOneSegmentEachInOrder() {
    try (var served = Served.echo();
        var line = served.line()) {
      var pings = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        pings.append("89 81 00000000 0").append(i);
      }
      line.sendHex(pings.toString());

      for (int i = 0; i < 10; i++) {
        assertThat(line.receiveFrame().payload()).containsExactly(i);
      }
    }
  }

  @Proves(rfc6455 = "5.5.3c", checklist = 37)
  @Test
  void ignoresAnUnsolicitedPong() {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("8a 81 00000000 70 81 81 00000000 61");

      Served.expectText(line, "a");
    }
  }

  @Proves(
      rfc6455 = {"5.6a", "7.4.1b", "8.1a"},
      checklist = 38)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "80",
        "c0af",
        "c1bf",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "f08080af",
        "f4908080",
        "f5808080",
        "c3",
        "e282",
        "f09f98",
        "c328",
        "61e2820a"
      })
  void refusesTextThatIsNotUtf8(String payload) throws InterruptedException { // section 8.1
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendFrame(0x80 | RawFrame.TEXT, HexFormat.of().parseHex(payload));

      served.expectFailure(line, 1007, "A text message is not UTF-8.");
    }
  }

  @Proves(
      rfc6455 = {"5.4a", "5.4b", "5.4d", "5.6a"},
      checklist = 39)
  @Test
  void joinsACodePointSplitOverFragmentsWithAPingBetween() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("01 82 00000000 f09f 89 80 00000000 80 82 00000000 9880"); // U+1F600

      assertThat(line.receiveFrame().opcode()).isEqualTo(RawFrame.PONG);
      Served.expectText(line, "\ud83d\ude00");
      assertThat(served.nextSeen()).isEqualTo("\ud83d\ude00");
    }
  }

  @Proves(rfc6455 = "8.1a", checklist = 40)
  @ParameterizedTest
  @ValueSource(strings = {"01 83 00000000 61ff61", TEXT_OF_60_KB + "61ff", TEXT_OF_60_KB + "f4 90"})
  void failsAtTheFirstByteThatIsNotUtf8(String unfinished) throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex(unfinished);

      served.expectFailure(line, 1007, "A text message is not UTF-8.");
    }
  }

  @Proves(
      rfc6455 = {"7.4.1a", "7.4.2a"},
      checklist = {42, 43})
  @ParameterizedTest
  @ValueSource(
      ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 9999, 32_768, 65_535})
  void refusesCloseCodesThatMayNotBeSent(int code) throws InterruptedException { // section 7.4
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendFrame(0x88, ByteBuffer.allocate(2).putShort((short) code).array());

      served.expectFailure(line, 1002, "Close code " + code + " may not be sent.");
    }
  }

  @Proves(
      rfc6455 = {"5.5.1c", "7.1.5a", "7.1.6a", "7.4.2b"},
      checklist = 44)
  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void answersACloseWithItsCodeAndTellsTheHandler(int code) throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendFrame(
          0x88, ByteBuffer.allocate(5).putShort((short) code).put("bye".getBytes()).array());

      served.expectFailure(line, code, "bye");
    }
  }

  @Proves(
      rfc6455 = {"5.5.1c", "7.1.5a", "7.1.6a"},
      checklist = 45)
  @Test
  void answersAnEmptyCloseWithAnEmptyOne() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("88 80 00000000");

      assertThat(line.receiveBytes(2)).containsExactly(0x88, 0);
      Served.expectEnd(line);
      assertThat(served.nextSeen()).isEqualTo(CloseReason.of(1005, ""));
    }
  }

  @Proves(rfc6455 = "5.5a", checklist = 46)
  @Test
  void acceptsTheLongestReasonAndRefusesALongerFrame() throws InterruptedException {
    byte[] longest = ByteBuffer.allocate(125).putShort((short) 1000).array();
    Arrays.fill(longest, 2, 125, (byte) 'x');
    try (var served = Served.echo();
        var line = served.line();
        var other = served.line()) {
      line.sendFrame(0x88, longest);
      served.expectFailure(line, 1000, "x".repeat(123));

      other.sendFrame(0x88, Arrays.copyOf(longest, 126));
      served.expectFailure(other, 1002, "A control frame has more than 125 bytes.");
    }
  }

  @Proves(rfc6455 = "5.5.1a", checklist = 46)
  @Test
  void refusesACloseOfOneByte() throws InterruptedException { // section 5.5.1
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex("88 81 00000000 03");

      served.expectFailure(line, 1002, "A close frame has 1 byte; expected none or at least 2.");
    }
  }

  @Proves(rfc6455 = "8.1a", checklist = 47)
  @ParameterizedTest
  @ValueSource(strings = {"88 84 00000000 03e8 c328", "88 83 00000000 03e8 c3"})
  void refusesAReasonThatIsNotUtf8(String hex) throws InterruptedException {
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex(hex);

      served.expectFailure(line, 1007, "A close reason is not UTF-8.");
    }
  }

  @Proves(
      rfc6455 = {"5.5.1b", "5.5.2a"},
      checklist = 48)
  @Test
  void handlesNothingBehindAClose() throws InterruptedException { // section 5.5.1
    try (var served = Served.echo();
        var line = served.line()) {
      line.sendHex(
          "88 82 00000000 03e8 81 81 00000000 61 89 81 00000000 62 88 82 00000000 03e9 83 80");

      served.expectFailure(line, 1000, "");
    }
  }

  @Proves(
      rfc6455 = {"7.4.1b", "10.4a"},
      checklist = 52)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "82 ff 4000000000000000 00000000",
        "82 ff 7fffffffffffffff 00000000",
        "82 ff 0000000080000000 00000000",
        "82 fe 03e9 00000000",
        "02 81 00000000 61 80 fe 03e8 00000000",
        "02 81 00000000 61 80 ff 7fffffffffffffff 00000000"
      })
  void refusesAMessageThatIsTooBigByItsHeader(String hex) throws InterruptedException {
    try (var served = Served.echoWith(config -> config.maxMessageBytes(1_000));
        var line = served.line()) {
      line.sendHex(hex);

      served.expectFailure(line, 1009, "A message has more than 1000 bytes.");
    }
  }
}
