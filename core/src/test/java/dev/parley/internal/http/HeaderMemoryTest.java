package dev.parley.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Headers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeaderMemoryTest {
  @Test
  void manyFieldsOfOneClientTakeLittleMoreThanTheirBytes() {
    var fields =
        IntStream.range(10, 100).mapToObj(i -> Map.entry("x-" + i, "v".repeat(160))).toList();

    assertThat(HeaderMemory.heldBytes(Headers.of(fields))).isBetween(90 * 164, 90 * 180);
  }

  @Test
  void fieldsThatAllClientsSendTakeNothingButTheirPlaces() {
    var fields = List.of(Map.entry("Upgrade", "websocket"), Map.entry("Connection", "Upgrade"));

    assertThat(HeaderMemory.heldBytes(Headers.of(fields))).isLessThan(20);
  }
}
