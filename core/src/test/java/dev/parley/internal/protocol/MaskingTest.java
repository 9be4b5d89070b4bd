package dev.parley.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masking (RFC 6455, section 5.3), eight bytes at a time, against one byte after the other. */
class MaskingTest {
  private static final int MOST_BYTES = 40;

  /** Octet i is combined with octet i modulo 4 of the key. */
  private static byte[] masked(byte[] bytes, int offset, int length, int key) {
    byte[] octets = ByteBuffer.allocate(4).putInt(key).array();
    byte[] result = bytes.clone();
    for (int i = 0; i < length; i++) {
      result[offset + i] ^= octets[i % 4];
    }
    return result;
  }

  private static boolean isAscii(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void masksAnyNumberOfBytesAnywhere(long seed) {
    var random = new Random(seed);
    for (int offset = 0; offset < 9; offset++) {
      for (int length = 0; length <= MOST_BYTES; length++) {
        byte[] bytes = new byte[offset + length + 9];
        random.nextBytes(bytes);
        int key = random.nextInt();
        byte[] expected = masked(bytes, offset, length, key);

        boolean ascii = ByteViews.unmask(bytes, offset, length, key);

        assertThat(bytes).as("%d bytes at %d", length, offset).isEqualTo(expected);
        assertThat(ascii).isEqualTo(isAscii(expected, offset, length));
      }
    }
  }

  @Test
  void noticesTheOnlyByteThatIsNotAscii() {
    for (int length = 1; length <= MOST_BYTES; length++) {
      assertThat(ByteViews.unmask(new byte[length], 0, length, 0x41424344)).isTrue();
      for (int at = 0; at < length; at++) {
        byte[] bytes = new byte[length];
        bytes[at] = (byte) 0x80;

        assertThat(ByteViews.unmask(bytes, 0, length, 0x41424344)).as("at %d", at).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void goesOnWhereverItWasCut(long seed) {
    var random = new Random(seed);
    for (int cut = 0; cut <= MOST_BYTES; cut++) {
      byte[] bytes = new byte[MOST_BYTES];
      random.nextBytes(bytes);
      int key = random.nextInt();
      byte[] expected = masked(bytes, 0, MOST_BYTES, key);

      ByteViews.unmask(bytes, 0, cut, key);
      ByteViews.unmask(bytes, cut, MOST_BYTES - cut, ByteViews.rotate(key, cut));

      assertThat(bytes).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @Test
  void isUndoneByItself() {
    var random = new Random(5);
    byte[] payload = new byte[300];
    random.nextBytes(payload);
    int key = random.nextInt();
    byte[] frame = FrameWriter.masked(FrameWriter.binary(payload), key);

    ByteViews.unmask(frame, frame.length - payload.length, payload.length, key);

    assertThat(frame).endsWith(payload);
  }
}
