package dev.parley.internal.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves compressed (RFC 7692, section 7.2.1), read by a reader that is not zlib. */
class PayloadDeflaterTest {
  private final PayloadDeflater deflater = new PayloadDeflater(6, new DeflateOutput());

  @AfterEach
  void free() {
    deflater.close();
  }

  private DeflateReader.Content read(int compressed) {
    byte[] blocks = Arrays.copyOf(deflater.output().bytes(), compressed + 4);
    // Cut off before it leaves, and appended by whoever receives it (section 7.2.2).
    assertThat(Arrays.copyOfRange(blocks, compressed, compressed + 4))
        .containsExactly(0, 0, 0xff, 0xff);
    return DeflateReader.read(blocks);
  }

  /** Some bytes without a pattern, again and again. */
  private static byte[] repeating(int period, int length) {
    var random = new byte[period];
    new Random(7).nextBytes(random);
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = random[i % period];
    }
    return bytes;
  }

  /** Text that has patterns of all distances. */
  private static byte[] text(int length) {
    var random = new Random(11);
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append("{\"id\":").append(random.nextInt(900)).append(",\"name\":\"Ann\"},");
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void compressesWhatTheRfcHasAsItsExample() { // section 7.2.3.1
    byte[] hello = "HelloHelloHello".getBytes(StandardCharsets.US_ASCII);

    int compressed = deflater.deflate(hello, 0, hello.length, 15);

    assertThat(compressed).isLessThan(hello.length);
    assertThat(read(compressed).bytes()).isEqualTo(hello);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void neverRefersFartherBackThanTheWindow(int bits) { // section 7.1.2.1
    for (int length : new int[] {64, 256, 257, 1_000, 4_096, 10_000, 70_001}) {
      byte[] text = text(length);

      int compressed = deflater.deflate(text, 0, length, bits);

      var content = read(compressed);
      assertThat(content.bytes()).isEqualTo(text);
      assertThat(content.farthestReference()).isLessThanOrEqualTo(1 << bits);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11, 12, 13, 14})
  void makesUseOfTheWindow(int bits) {
    byte[] near = repeating((1 << bits) / 4, 8 << bits);

    int compressed = deflater.deflate(near, 0, near.length, bits);

    var content = read(compressed);
    assertThat(content.bytes()).isEqualTo(near);
    assertThat(content.farthestReference()).isEqualTo((1 << bits) / 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
  void doesNotCompressWhatRepeatsBeyondTheWindowOnly(int bits) {
    byte[] far = repeating((1 << bits) + 1, 8 << bits);

    assertThat(deflater.deflate(far, 0, far.length, bits)).isEqualTo(-1);
    assertThat(deflater.deflate(far, 0, far.length, bits + 1)).isBetween(0, far.length - 1);
  }

  @Test
  void tellsWhatWouldNotBecomeShorter() {
    assertThat(deflater.deflate(new byte[0], 0, 0, 15)).isEqualTo(-1);
    assertThat(deflater.deflate(new byte[0], 0, 0, 9)).isEqualTo(-1);
    assertThat(deflater.deflate(new byte[] {1}, 0, 1, 15)).isEqualTo(-1);
    for (int length = 1; length < 2_000; length++) {
      byte[] random = repeating(length, length);
      assertThat(deflater.deflate(random, 0, length, 15)).isEqualTo(-1);
    }
  }

  @Test
  void readsFromWhereItIsTold() {
    byte[] bytes = text(2_000);

    int compressed = deflater.deflate(bytes, 500, 1_000, 15);

    assertThat(read(compressed).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 500, 1_500));
  }

  @Test
  void payloadsByThemselvesKnowNothingOfEachOther() {
    byte[] text = text(1_000);

    int first = deflater.deflate(text, 0, text.length, 15);
    int second = deflater.deflate(text, 0, text.length, 15);

    assertThat(second).isEqualTo(first);
    assertThat(read(second).bytes()).isEqualTo(text);
  }

  @Test
  void payloadsThatMayReferBackBecomeMuchShorter() { // section 7.2.3.2
    byte[] text = text(1_000);

    int first = deflater.deflateOn(text, 0, text.length, text.length);
    int second = deflater.deflateOn(text, 0, text.length, text.length);
    deflater.forget();
    int third = deflater.deflateOn(text, 0, text.length, text.length);

    assertThat(second).isLessThan(20);
    assertThat(third).isEqualTo(first);
  }

  @Test
  void tellsWhatWouldBecomeLongerThanItMay() {
    byte[] unlike = "0123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(deflater.deflateOn(unlike, 0, unlike.length, unlike.length)).isEqualTo(-1);
    deflater.forget();
    int compressed = deflater.deflateOn(unlike, 0, unlike.length, unlike.length + 3);
    assertThat(read(compressed).bytes()).isEqualTo(unlike);
  }

  @Test
  void keepsOnlyLittleMemoryBehindALargePayload() {
    byte[] large = text(1 << 20);
    assertThat(deflater.deflate(large, 0, large.length, 15)).isPositive();
    assertThat(deflater.output().bytes().length).isGreaterThan(1 << 20);

    deflater.output().trim();

    assertThat(deflater.output().bytes().length).isLessThan(65 << 10);
    assertThat(deflater.deflate(large, 0, large.length, 15)).isPositive();
  }
}
