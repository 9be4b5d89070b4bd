package dev.parley.internal.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CompressionMode;
import dev.parley.RoomOptions;
import dev.parley.ServerConfig;
import dev.parley.SlowPolicy;
import dev.parley.internal.deflate.Deflation;
import dev.parley.internal.deflate.MessageDeflation;
import dev.parley.internal.json.JacksonCodec;
import dev.parley.internal.protocol.FrameWriter;
import dev.parley.internal.time.SystemTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publication is compressed once for all members who agreed to the same. */
class SharedCompressionTest {
  private static final String TEXT = "Good morning, all. ".repeat(100);

  private final List<ExecutorService> loops =
      List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
  private final Deflation deflation =
      Deflation.of(
              ServerConfig.builder()
                  .compression(c -> c.compressionMode(CompressionMode.MESSAGE))
                  .build()
                  .compression())
          .orElseThrow();
  private final RoomRegistry rooms =
      new RoomRegistry(
          Map.of(
              "dropping",
              RoomOptions.defaults()
                  .withMaxQueuedBytes(2_048)
                  .withSlowPolicy(new SlowPolicy.DropNewest()),
              "keeping",
              RoomOptions.defaults()
                  .withMaxQueuedBytes(2_048)
                  .withSlowPolicy(new SlowPolicy.DropOldest())),
          JacksonCodec.create(),
          SystemTime.INSTANCE);

  @AfterEach
  void end() {
    loops.forEach(ExecutorService::shutdownNow);
    deflation.close();
  }

  private MessageDeflation window(int bits) {
    return deflation
        .agree(List.of("permessage-deflate; server_max_window_bits=" + bits), loops.getFirst())
        .orElseThrow()
        .messages();
  }

  private Line join(String room, String id, MessageDeflation agreed) {
    var line = new Line(id, loops.get(id.length() % loops.size())).agreedTo(agreed);
    rooms.room(room).join(line.socket());
    return line;
  }

  private static byte[] only(Line line) {
    assertThat(line.gotRaw()).hasSize(1);
    return line.gotRaw().getFirst();
  }

  @Test
  void oneHundredMembersOfTwoLoopsGetTheSameBytes() {
    var members = IntStream.range(0, 100).mapToObj(i -> join("r", "line" + i, window(15))).toList();

    rooms.room("r").publish(TEXT);

    byte[] first = only(members.getFirst());
    assertThat(first).startsWith(0xc1).hasSizeLessThan(TEXT.length() / 10);
    // Not equal ones: the very same, which were made once.
    assertThat(members).allSatisfy(member -> assertThat(only(member)).isSameAs(first));
  }

  @Test
  void everyMemberGetsWhatItAgreedTo() {
    var none = List.of(join("r", "a", null), join("r", "bb", null));
    var large = List.of(join("r", "c", window(15)), join("r", "dd", window(15)));
    var small = List.of(join("r", "e", window(8)), join("r", "ff", window(8)));
    // Repeats within the large window only.
    String text = IntStream.range(0, 300).mapToObj(Integer::toString).toList().toString();

    rooms.room("r").publish(text + text);

    assertThat(only(none.getFirst())).isEqualTo(FrameWriter.text(text + text));
    assertThat(only(none.getLast())).isSameAs(only(none.getFirst()));
    assertThat(only(large.getFirst())).hasSizeLessThan(text.length()).startsWith(0xc1);
    assertThat(only(large.getLast())).isSameAs(only(large.getFirst()));
    assertThat(only(small.getFirst())).hasSizeGreaterThan(only(large.getFirst()).length);
    assertThat(only(small.getLast())).isSameAs(only(small.getFirst()));
  }

  @Test
  void everybodyGetsTheSameWhereCompressionDoesNotPay() {
    var members =
        List.of(join("r", "a", null), join("r", "bb", window(15)), join("r", "c", window(9)));

    rooms.room("r").publish("short");

    byte[] first = only(members.getFirst());
    assertThat(first).isEqualTo(FrameWriter.text("short"));
    assertThat(members).allSatisfy(member -> assertThat(only(member)).isSameAs(first));
  }

  @Test
  void nothingIsCompressedForThoseWhoHaveLeft() {
    var ann = join("r", "ann", null);
    var bob = new Line("bob", loops.getFirst()).agreedTo(window(15));
    var eve = new Line("eve", loops.getFirst()).agreedTo(window(15));
    var first = rooms.room("r").join(bob.socket());
    var second = rooms.room("r").join(eve.socket());

    first.close();
    rooms.room("r").publish(TEXT);
    second.close();
    rooms.room("r").publish(TEXT);

    assertThat(FrameWriter.isCompressed(only(eve))).isTrue();
    assertThat(ann.gotRaw()).hasSize(2);
    assertThat(bob.gotRaw()).isEmpty();
  }

  @Test
  void slowMembersCostWhatWaitsForThem() {
    var plain = join("dropping", "a", null);
    var compressed = join("dropping", "bb", window(15));
    plain.stall();
    compressed.stall();

    for (int i = 0; i < 10; i++) {
      rooms.room("dropping").publish(TEXT);
    }

    // 1,900 bytes each, or some dozens, of 2,048 that may wait.
    assertThat(plain.gotRaw()).hasSize(1);
    assertThat(compressed.gotRaw()).hasSize(10);
    assertThat(rooms.slowMembers().dropped()).isEqualTo(9);
  }

  @Test
  void whatIsKeptForSlowMembersIsCompressedAsWell() {
    var slow = join("keeping", "a", window(15));
    slow.stall();
    for (int i = 0; i < 30; i++) {
      rooms.room("keeping").publish(TEXT);
    }
    int direct = slow.gotRaw().size();
    // Uncompressed, not one of 1,900 bytes would go with another before the peer reads.
    assertThat(direct).isBetween(2, 29);

    slow.resume();

    assertThat(slow.gotRaw())
        .hasSizeGreaterThan(direct)
        .allSatisfy(frame -> assertThat(frame).startsWith(0xc1));
  }
}
