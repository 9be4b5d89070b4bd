package dev.parley.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames with mask key 0 are written as they read: their payload is in clear. */
class FrameReaderTest {
  private static final FrameReader.Limits SERVER = new FrameReader.Limits(true, 70_000, 4);
  private static final FrameReader.Limits CLIENT = new FrameReader.Limits(false, 70_000, 4);

  // --- what is accepted ---

  @Test
  void readsTextOfOneFrame() {
    assertThat(read("81 82 00000000 6869")).containsExactly("text hi");
  }

  @Test
  void unmasksPayload() { // RFC 6455, section 5.7
    assertThat(read("81 85 37fa213d 7f9f4d5158")).containsExactly("text Hello");
  }

  @Test
  void readsEmptyMessages() {
    assertThat(read("81 80 00000000", "82 80 00000000")).containsExactly("text ", "binary ");
  }

  @Test
  void readsTextBeyondAscii() {
    assertThat(read("81 83 00000000 e282ac")).containsExactly("text \u20ac");
  }

  @Test
  void readsLengthOf16Bits() {
    assertThat(read("82 fe 007e 00000000" + "07".repeat(126)))
        .containsExactly("binary " + "07".repeat(126));
  }

  @Test
  void readsLengthOf64Bits() {
    assertThat(read("82 ff 0000000000010000 00000000" + "07".repeat(65_536)))
        .containsExactly("binary " + "07".repeat(65_536));
  }

  @Test
  void readsSeveralFramesAtOnce() {
    assertThat(read("81 81 00000000 61 82 81 00000000 01 81 81 00000000 62"))
        .containsExactly("text a", "binary 01", "text b");
  }

  @Test
  void readsUnmaskedFramesAsClient() {
    assertThat(read(new FrameReader(CLIENT), "81 02 6869")).containsExactly("text hi");
  }

  @Test
  void readsFragmentsWithPingBetween() { // section 5.4
    assertThat(read("01 81 00000000 61 89 81 00000000 70 80 81 00000000 62"))
        .containsExactly("text part a", "ping 70", "text part b last");
  }

  @Test
  void readsCodePointSplitBetweenFragments() {
    assertThat(read("01 81 00000000 e2 80 82 00000000 82ac"))
        .containsExactly("text part \u00e2", "text part \u0082\u00ac last");
  }

  @Test
  void readsEmptyFragments() {
    assertThat(read("02 80 00000000 80 80 00000000"))
        .containsExactly("binary part ", "binary part  last");
  }

  @Test
  void readsPongs() {
    assertThat(read("8a 80 00000000")).containsExactly("pong ");
  }

  @Test
  void readsOneByteAtATime() {
    var reader = new FrameReader(SERVER);
    var sink = new RecordingSink();
    for (byte one : hex("81 83 01020304 e080af 89 81 00000000 70")) {
      reader.read(new byte[] {one}, 0, 1, sink);
    }
    // e1 82 ac after unmasking.
    assertThat(sink.events()).containsExactly("text \u10ac", "ping 70");
    assertThat(reader.heldBytes()).isZero();
  }

  @Test
  void handsOnFrameOf64KibWholeHoweverItComes() {
    assertThat(
            read(
                "81 ff 0000000000010000 00000000 61",
                "62".repeat(1_000),
                "63".repeat(64_535) + "81 81 00000000 64"))
        .containsExactly("text a" + "b".repeat(1_000) + "c".repeat(64_535), "text d");
    assertThat(read("82 82 00000000 61", "62")).containsExactly("binary 6162");
  }

  @Test
  void handsOnLongerFrameAsItComes() {
    assertThat(read("81 ff 0000000000010001 00000000 6162", "6364"))
        .containsExactly("text part ab", "text part cd");
  }

  @Test
  void holdsTwiceAtMostWhatHasComeOfFrame() {
    var reader = new FrameReader(SERVER);
    read(reader, "82 fe 03e8 00000000");

    for (int came = 1; came < 1_000; came++) {
      read(reader, "00");
      assertThat(reader.heldBytes()).isBetween(came, 2 * came);
    }
    assertThat(read(reader, "00")).containsExactly("binary " + "00".repeat(1_000));
    assertThat(reader.heldBytes()).isZero();
  }

  @Test
  void tellsWhetherItIsWithinMessage() {
    var reader = new FrameReader(SERVER);

    assertThat(reader.isInMessage()).isFalse();
    read(reader, "01");
    assertThat(reader.isInMessage()).isTrue();
    read(reader, "81 00000000");
    assertThat(reader.isInMessage()).isTrue();
    read(reader, "61");
    assertThat(reader.isInMessage()).isTrue();
    read(reader, "80 80 00000000");
    assertThat(reader.isInMessage()).isFalse();
  }

  // --- closing ---

  @Test
  void readsCloseWithoutCodeAs1005() { // section 7.1.5
    assertThat(read("88 80 00000000")).containsExactly("close 1005");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1011, 1012, 1013, 1014, 3000, 4999})
  void readsCloseCodesThatMayBeSent(int code) {
    assertThat(read("88 84 00000000 %04x 6869".formatted(code)))
        .containsExactly("close " + code + " hi");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2999, 5000, 32_768, 65_535})
  void refusesCloseCodesThatMayNotBeSent(int code) {
    assertThat(read("88 82 00000000 %04x".formatted(code)))
        .containsExactly("fail 1002 Close code " + code + " may not be sent.");
  }

  @Test
  void ignoresWhatFollowsCloseFrame() { // section 5.5.1
    assertThat(read("88 80 00000000 81 81 00000000 61 88 80 00000000"))
        .containsExactly("close 1005");
  }

  @Test
  void refusesCloseOfOneByte() {
    assertThat(read("88 81 00000000 03"))
        .containsExactly("fail 1002 A close frame has 1 byte; expected none or at least 2.");
  }

  @Test
  void refusesCloseReasonThatIsNotUtf8() {
    assertThat(read("88 83 00000000 03e8 ff"))
        .containsExactly("fail 1007 A close reason is not UTF-8.");
  }

  @Test
  void refusesCloseReasonCutWithinCharacter() {
    assertThat(read("88 83 00000000 03e8 c3"))
        .containsExactly("fail 1007 A close reason is not UTF-8.");
  }

  // --- what is refused ---

  static Stream<Arguments> brokenFrames() {
    return Stream.of(
        Arguments.of("c1", "Reserved bit RSV1 is set."),
        Arguments.of("a1", "Reserved bit RSV2 is set."),
        Arguments.of("91", "Reserved bit RSV3 is set."),
        Arguments.of("83", "Opcode 3 is not defined."),
        Arguments.of("87", "Opcode 7 is not defined."),
        Arguments.of("8b", "Opcode 11 is not defined."),
        Arguments.of("8f", "Opcode 15 is not defined."),
        Arguments.of("09", "A control frame is fragmented."),
        Arguments.of("89 fe", "A control frame has more than 125 bytes."),
        Arguments.of("80", "A continuation frame without a message to continue."),
        Arguments.of("81 01", "A client frame is not masked."),
        Arguments.of("82 fe 007d 00000000", "A frame length is not written in its shortest form."),
        Arguments.of(
            "82 ff 000000000000ffff 00000000",
            "A frame length is not written in its shortest form."),
        Arguments.of("82 ff 8000000000000000 00000000", "A frame length has its highest bit set."));
  }

  @ParameterizedTest
  @MethodSource("brokenFrames")
  void refusesFrameThatBreaksRule(String frame, String reason) { // sections 5.1, 5.2, 5.5
    assertThat(read(frame)).containsExactly("fail 1002 " + reason);
  }

  @ParameterizedTest
  @MethodSource("brokenFrames")
  void refusesFrameThatBreaksRuleOneByteAtATime(String frame, String reason) {
    var reader = new FrameReader(SERVER);
    var sink = new RecordingSink();
    for (byte one : hex(frame)) {
      reader.read(new byte[] {one}, 0, 1, sink);
    }
    assertThat(sink.events()).containsExactly("fail 1002 " + reason);
  }

  @Test
  void refusesNewMessageWithinFragmentedOne() {
    assertThat(read("01 81 00000000 61 81 81 00000000 62"))
        .containsExactly("text part a", "fail 1002 A new message within a fragmented one.");
    assertThat(read("01 81 00000000 61 82 81 00000000 62"))
        .containsExactly("text part a", "fail 1002 A new message within a fragmented one.");
  }

  @Test
  void refusesMaskedFrameAsClient() {
    assertThat(read(new FrameReader(CLIENT), "81 81 00000000 61"))
        .containsExactly("fail 1002 A server frame is masked.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "c080",
        "c1bf",
        "80",
        "eda080",
        "edbfbf",
        "e080af",
        "f08080af",
        "f4908080",
        "f5808080",
        "e228a1",
        "e2c0",
        "f0288cbc",
        "61ff",
        "6161616161616161ff"
      })
  void refusesTextThatIsNotUtf8(String payload) { // section 8.1
    String frame = "81 %02x 00000000 %s".formatted(0x80 | payload.length() / 2, payload);

    assertThat(read(frame)).containsExactly("fail 1007 A text message is not UTF-8.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e282", "f09f98"})
  void refusesTextThatEndsWithinCharacter(String payload) {
    String frame = "81 %02x 00000000 %s".formatted(0x80 | payload.length() / 2, payload);

    assertThat(read(frame)).containsExactly("fail 1007 A text message is not UTF-8.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f48fbfbf",
        "f1808080",
        "61e282ac6161616161616161c3a4"
      })
  void acceptsTextAtTheEdgesOfUtf8(String payload) {
    String frame = "81 %02x 00000000 %s".formatted(0x80 | payload.length() / 2, payload);

    assertThat(read(frame)).singleElement().asString().startsWith("text ").doesNotContain("\ufffd");
  }

  @Test
  void refusesBadTextBeforeItsFrameIsComplete() {
    assertThat(read("81 fe ea60 00000000 61ff"))
        .containsExactly("fail 1007 A text message is not UTF-8.");
  }

  @Test
  void doesNotValidateBinaryMessages() {
    assertThat(read("82 81 00000000 ff")).containsExactly("binary ff");
  }

  @Test
  void refusesMessageAboveLimitByItsHeader() {
    assertThat(read("82 ff 0000000000011171 00000000"))
        .containsExactly("fail 1009 A message has more than 70000 bytes.");
    assertThat(read("82 ff 4000000000000000 00000000"))
        .containsExactly("fail 1009 A message has more than 70000 bytes.");
  }

  @Test
  void acceptsMessageOfExactlyTheLimit() {
    assertThat(read("82 ff 0000000000011170 00000000" + "00".repeat(70_000)))
        .singleElement()
        .asString()
        .hasSize("binary ".length() + 140_000);
  }

  @Test
  void refusesSumOfFragmentsAboveLimit() {
    assertThat(read("02 fe ffff 00000000" + "00".repeat(65_535), "80 fe 1fff 00000000"))
        .last()
        .isEqualTo("fail 1009 A message has more than 70000 bytes.");
  }

  @Test
  void refusesFragmentWhoseLengthWouldOverflowTheSum() {
    assertThat(read("02 81 00000000 61", "80 ff 7fffffffffffffff 00000000"))
        .last()
        .isEqualTo("fail 1009 A message has more than 70000 bytes.");
  }

  @Test
  void refusesMoreFragmentsThanAllowed() {
    String fragment = "00 80 00000000 ";

    assertThat(read("01 80 00000000 " + fragment.repeat(4)))
        .containsExactly(
            "text part ",
            "text part ",
            "text part ",
            "text part ",
            "fail 1009 A message has more than 4 fragments.");
  }

  @Test
  void keepsNothingBetweenMessages() {
    var reader = new FrameReader(SERVER);

    assertThat(read(reader, "01 81 00000000 61 80 81 00000000 62")).hasSize(2);
    assertThat(read(reader, "81 81 00000000 63")).containsExactly("text c");
  }

  // --- another connection ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81 83 00000000 e282ac",
        "81 80 00000000",
        "01 81 00000000 61 89 81 00000000 70 80 81 00000000 62",
        "89 82 00000000 7071",
        "82 fe 007e 00000000",
        "88 82 00000000 03e8",
        "88 80 00000000",
        "83 80 00000000",
        "81 81 00000000 ff"
      })
  void isAtRestBeforeAndBehindWholeMessagesOnly(String frames) {
    byte[] bytes = hex(frames);
    var reader = new FrameReader(SERVER);
    var sink = new RecordingSink();

    assertThat(reader.isAtRest()).isTrue();
    for (int i = 0; i < bytes.length; i++) {
      reader.read(bytes, i, 1, sink);
      boolean told = i == bytes.length - 1 && !sink.events().isEmpty();
      boolean over = told && sink.events().getLast().matches("(close|fail).*");

      assertThat(reader.isAtRest()).as("behind byte %d", i).isEqualTo(told && !over);
    }
  }

  @Test
  void isNotAtRestWhileItsReadIsBrokenOff() {
    byte[] bytes = hex("81 81 00000000 61 81 81 00000000 62");
    var sink = new RecordingSink();
    sink.endTurns();
    var reader = new FrameReader(SERVER);

    assertThat(reader.read(bytes, 0, bytes.length, sink)).isEqualTo(7);
    assertThat(reader.isAtRest()).isFalse();
    assertThat(reader.read(bytes, 7, 7, sink)).isEqualTo(7);
    assertThat(reader.isAtRest()).isTrue();
  }

  private static List<String> read(String... reads) {
    return read(new FrameReader(SERVER), reads);
  }

  private static List<String> read(FrameReader reader, String... reads) {
    var sink = new RecordingSink();
    for (String read : reads) {
      byte[] bytes = hex(read);
      reader.read(bytes, 0, bytes.length, sink);
    }
    return sink.events();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
