package dev.parley.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.CloseReason;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {
  @Test
  void writesText() { // RFC 6455, section 5.7
    assertThat(hex(FrameWriter.text("Hello"))).isEqualTo("810548656c6c6f");
  }

  @Test
  void writesTextBeyondAscii() {
    assertThat(hex(FrameWriter.text("\u20ac?\ud83d\ude00"))).isEqualTo("8108e282ac3ff09f9880");
  }

  @Test
  void writesLengthInItsShortestForm() {
    assertThat(hex(FrameWriter.binary(new byte[125]))).startsWith("827d00");
    assertThat(hex(FrameWriter.binary(new byte[126]))).startsWith("827e007e00");
    assertThat(hex(FrameWriter.binary(new byte[65_535]))).startsWith("827effff00");
    assertThat(hex(FrameWriter.binary(new byte[65_536]))).startsWith("827f000000000001000000");
  }

  @Test
  void writesControlFrames() {
    assertThat(hex(FrameWriter.ping(new byte[] {1}))).isEqualTo("890101");
    assertThat(hex(FrameWriter.pong(new byte[] {2, 3}))).isEqualTo("8a020203");
  }

  @Test
  void writesTextOfUtf8AsItIs() {
    assertThat(hex(FrameWriter.textOfUtf8(new byte[] {'a', 'b'}))).isEqualTo("81026162");
  }

  @Test
  void writesFragments() { // section 5.4
    byte[] bytes = {1, 2, 3};

    assertThat(hex(FrameWriter.binaryFragment(bytes, 2, true, false))).isEqualTo("02020102");
    assertThat(hex(FrameWriter.binaryFragment(bytes, 1, false, false))).isEqualTo("000101");
    assertThat(hex(FrameWriter.binaryFragment(bytes, 0, false, true))).isEqualTo("8000");
    assertThat(hex(FrameWriter.binaryFragment(bytes, 3, true, true))).isEqualTo("8203010203");
  }

  @Test
  void writesCloseFrames() { // section 5.5.1
    assertThat(hex(FrameWriter.close(CloseReason.of(1000, "Bye")))).isEqualTo("880503e8427965");
    assertThat(hex(FrameWriter.close(CloseReason.of(1005, "")))).isEqualTo("8800");
  }

  @Test
  void cutsCloseReasonAtCharacterBoundary() {
    assertThat(FrameWriter.cutReason("a".repeat(123))).hasSize(123);
    assertThat(FrameWriter.cutReason("a".repeat(124))).hasSize(123);
    assertThat(FrameWriter.cutReason("\u20ac".repeat(42))).isEqualTo("\u20ac".repeat(41));
    assertThat(FrameWriter.cutReason("a" + "\u20ac".repeat(41)))
        .isEqualTo("a" + "\u20ac".repeat(40));
    assertThat(FrameWriter.close(CloseReason.of(4000, "\u20ac".repeat(60)))).hasSize(2 + 2 + 123);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ud83da", "\ud83d\ud83d\ude00", "?\ud83d"})
  void refusesLoneSurrogates(String text) {
    assertThatThrownBy(() -> FrameWriter.text(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lone surrogate at index");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "why?", "long enough for eight bytes at once?", "???\ud83d\ude00"})
  void writesQuestionMarksOfTheTextItself(String text) {
    assertThat(payloadOf(FrameWriter.text(text)))
        .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 125, 126, 70_000})
  void masksWhatReaderUnmasks(int length) {
    byte[] payload = new byte[length];
    java.util.Arrays.fill(payload, (byte) 'x');
    byte[] masked = FrameWriter.masked(FrameWriter.binary(payload), 0x01020304);
    var sink = new RecordingSink();

    new FrameReader(new FrameReader.Limits(true, 100_000, 1)).read(masked, 0, masked.length, sink);

    assertThat(sink.events()).containsExactly("binary " + hex(payload));
  }

  @Test
  void findsPayloadOfFrame() {
    assertThat(payloadOf(FrameWriter.binary(new byte[200]))).hasSize(200);
    assertThat(payloadOf(FrameWriter.binary(new byte[70_000]))).hasSize(70_000);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] payloadOf(byte[] frame) {
    return Arrays.copyOfRange(frame, FrameWriter.payloadAt(frame), frame.length);
  }
}
