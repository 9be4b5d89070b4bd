package dev.parley.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CompressionMode;
import dev.parley.ServerConfig;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.deflate.Deflation;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sixteen times 'a' in five bytes and a half. Much may come out of little: the sink says how much
 * at a time (RFC 7692, section 7.2.2).
 */
class InflatedMessagesTest {
  private static final int ROOM_BYTES = 6;

  private final AgreedDeflation deflation =
      Deflation.of(
              ServerConfig.builder()
                  .compression(compression -> compression.compressionMode(CompressionMode.MESSAGE))
                  .build()
                  .compression())
          .orElseThrow()
          .agree(List.of("permessage-deflate"), Runnable::run)
          .orElseThrow();
  private final FrameReader reader = new FrameReader(new FrameReader.Limits(true, 1_000, 4));
  private final RecordingSink sink = new RecordingSink();
  private byte[] left = {};

  @BeforeEach
  void agree() {
    reader.inflateWith(deflation.inflaters(() -> {}));
  }

  @AfterEach
  void free() {
    deflation.close();
  }

  @Test
  void itsReaderIsNeverAtRestAsWhatWasAgreedIsForOneConnection() {
    assertThat(reader.isAtRest()).isFalse();

    read("81 81 00000000 61");

    assertThat(sink.events()).containsExactly("text a");
    assertThat(reader.isAtRest()).isFalse();
  }

  @Test
  void pausesWhenTheSinkHasNoRoom() {
    read("c1 84 00000000 4a 4c 44 05");

    assertThat(reader.isPaused()).isTrue();
    assertThat(sink.events()).containsExactly("text part aaaaaa");
  }

  @Test
  void goesOnWhenThereIsRoom() {
    read("c1 86 00000000 4a 4c 44 05 00 00");
    readOn();

    assertThat(sink.events())
        .containsExactly("text part aaaaaa", "text part aaaaaa", "text part aaaa last");
  }

  @Test
  void goesOnWithWhatWasTakenThoughNothingMoreHasCome() {
    // The frame has a byte more.
    read("c1 85 00000000 4a 4c 44 05");
    readOn();

    assertThat(sink.events())
        .containsExactly("text part aaaaaa", "text part aaaaaa", "text part aaaa");
  }

  /** One read from the line. */
  private void read(String hex) {
    take(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Goes on after each pause, with what was left. */
  private void readOn() {
    for (int turns = 0; reader.isPaused() && turns < 10; turns++) {
      take(left);
    }
    assertThat(reader.isPaused()).as("paused after ten turns").isFalse();
  }

  private void take(byte[] bytes) {
    sink.makeRoom(ROOM_BYTES);
    int taken = reader.read(bytes, 0, bytes.length, sink);
    left = Arrays.copyOfRange(bytes, taken, bytes.length);
  }
}
