package dev.parley.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
  @Test
  void bodyOfNothingIsEmpty() {
    var body = RequestBody.empty();

    assertThat(body.bytes()).isEmpty();
    assertThat(body.size()).isZero();
    assertThat(body.heldBytes()).isZero();
  }

  @Test
  void bodyThatComesAtOnceTakesWhatItHas() {
    byte[] content = random(1_000);

    var body = RequestBody.empty().with(Unpooled.wrappedBuffer(content));

    assertThat(body.bytes()).isEqualTo(content);
    assertThat(body.heldBytes()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000, 4_096, 70_000})
  void bodyInPartsOfOneLengthIsWhatCame(int length) {
    byte[] content = random(300_000);

    assertThat(inParts(content, length).bytes()).isEqualTo(content);
  }

  @Test
  void bodyInPartsOfManyLengthsIsWhatCame() {
    var random = new Random(7);
    byte[] content = random(500_000);
    var body = RequestBody.empty();
    int from = 0;
    while (from < content.length) {
      int length = Math.min(content.length - from, 1 + random.nextInt(1 << random.nextInt(17)));
      body = body.with(Unpooled.wrappedBuffer(content, from, length));
      from += length;
      assertThat(body.size()).isEqualTo(from);
    }

    assertThat(body.bytes()).isEqualTo(content);
  }

  @Test
  void smallPartsTakeNoMoreThanTwiceTheirBytes() {
    byte[] content = random(1_000);

    assertThat(IntStream.rangeClosed(1, content.length))
        .allSatisfy(size ->
            assertThat(inParts(Arrays.copyOf(content, size), 1).heldBytes())
                .isBetween(size, 2 * size));
  }

  @Test
  void largeBodiesHaveLittleToSpare() {
    assertThat(inParts(random(900_000), 1).heldBytes()).isLessThanOrEqualTo(900_000 + 64 * 1024);
  }

  private static RequestBody inParts(byte[] content, int length) {
    var body = RequestBody.empty();
    for (int from = 0; from < content.length; from += length) {
      int part = Math.min(length, content.length - from);
      body = body.with(Unpooled.wrappedBuffer(content, from, part));
    }
    return body;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
