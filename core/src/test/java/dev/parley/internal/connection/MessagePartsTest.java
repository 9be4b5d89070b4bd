package dev.parley.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePartsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000, 4_095, 4_096, 65_536, 70_000, 300_000})
  void aMessageInPartsOfOneLengthIsWhatCame(int length) {
    byte[] content = random(300_000);

    assertThat(inParts(content, length).join()).isEqualTo(content);
  }

  @Test
  void aMessageInPartsOfManyLengthsIsWhatCame() {
    var random = new Random(7);
    byte[] content = random(2_000_000);
    var parts = MessageParts.of(new byte[0]);
    int from = 0;
    while (from < content.length) {
      int length = Math.min(content.length - from, random.nextInt(1 << random.nextInt(18)));
      parts = parts.with(Arrays.copyOfRange(content, from, from + length));
      from += length;
      assertThat(parts.totalBytes()).isEqualTo(from);
      assertThat(parts.heldBytes()).isBetween(from, 2 * from + 4_096);
    }

    assertThat(parts.join()).isEqualTo(content);
  }

  @Test
  void smallPartsTakeLittleMoreThanTwiceTheirBytes() {
    byte[] content = random(2_000);

    assertThat(IntStream.rangeClosed(1, content.length))
        .allSatisfy(size ->
            assertThat(inParts(Arrays.copyOf(content, size), 1).heldBytes())
                .isBetween(size, 2 * size + 12 * 64));
  }

  @Test
  void aPartOfOneByteBetweenLargeOnesCostsNoPieceOfItsOwn() {
    byte[] large = new byte[4_096];
    byte[] small = new byte[1];
    var parts = MessageParts.of(large);
    for (int i = 0; i < 1_000; i++) {
      parts = parts.with(small).with(large);
    }

    assertThat(parts.totalBytes()).isEqualTo(4_096 + 1_000 * 4_097);
    assertThat(parts.heldBytes()).isLessThan(parts.totalBytes() + 2 * 64 * 1024);
  }

  @Test
  void largePartsAreNotCopiedBeforeAllHaveCome() {
    byte[] first = random(4_096);
    byte[] second = random(65_536);

    var parts = MessageParts.of(first).with(second);

    assertThat(parts.heldBytes()).isEqualTo(4_096 + 65_536 + 2 * 64);
  }

  private static MessageParts inParts(byte[] content, int length) {
    var parts = MessageParts.of(Arrays.copyOf(content, Math.min(length, content.length)));
    for (int from = length; from < content.length; from += length) {
      parts =
          parts.with(Arrays.copyOfRange(content, from, Math.min(from + length, content.length)));
    }
    return parts;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
