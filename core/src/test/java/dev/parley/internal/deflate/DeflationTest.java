package dev.parley.internal.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Compression;
import dev.parley.CompressionMode;
import dev.parley.ServerConfig;
import dev.parley.internal.protocol.FrameWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** What a server compresses, and what its connections share. */
class DeflationTest {
  private static final Executor LOOP = Runnable::run;
  private static final String TEXT = "Good morning, all. ".repeat(100);

  private static Deflation deflation(UnaryOperator<Compression.Builder> options) {
    var config = ServerConfig.builder().compression(options::apply).build();
    return Deflation.of(config.compression()).orElseThrow();
  }

  private static Deflation ofMode(CompressionMode mode) {
    return deflation(options -> options.compressionMode(mode).compressionThresholdBytes(0));
  }

  private static AgreedDeflation agree(Deflation deflation, String offer) {
    return deflation.agree(List.of(offer), LOOP).orElseThrow();
  }

  private static ContextDeflation contextOf(Deflation deflation) {
    return Objects.requireNonNull(agree(deflation, "permessage-deflate").context());
  }

  /** A peer that remembers what it got. */
  private static final class Peer {
    private final Inflater inflater = new Inflater(true);

    String read(byte[] frame) {
      byte[] payload = payloadOf(frame);
      if (!FrameWriter.isCompressed(frame)) {
        return new String(payload, StandardCharsets.UTF_8);
      }
      byte[] blocks = Arrays.copyOf(payload, payload.length + 4);
      blocks[payload.length + 2] = (byte) 0xff;
      blocks[payload.length + 3] = (byte) 0xff;
      inflater.setInput(blocks);
      byte[] text = new byte[100_000];
      try {
        int length = inflater.inflate(text);
        return new String(text, 0, length, StandardCharsets.UTF_8);
      } catch (DataFormatException broken) {
        throw new AssertionError(broken);
      }
    }
  }

  // --- messages by themselves ---

  @Test
  void compressesFromTheThresholdOn() {
    var messages =
        agree(
                deflation(options ->
                    options
                        .compressionMode(CompressionMode.MESSAGE)
                        .compressionThresholdBytes(100)),
                "permessage-deflate")
            .messages();
    byte[] below = FrameWriter.text("a".repeat(99));
    byte[] at = FrameWriter.text("a".repeat(100));

    assertThat(messages.compress(below)).isSameAs(below);
    assertThat(messages.compress(at)).hasSizeLessThan(20).startsWith(0xc1);
    assertThat(messages.compress(FrameWriter.binary(new byte[100]))).startsWith(0xc2);
  }

  @Test
  void leavesAFrameAsItIsThatWouldNotBecomeShorter() {
    var messages = agree(ofMode(CompressionMode.MESSAGE), "permessage-deflate").messages();
    var random = new byte[5_000];
    new Random(3).nextBytes(random);

    for (byte[] frame :
        List.of(FrameWriter.text(""), FrameWriter.text("a"), FrameWriter.binary(random))) {
      assertThat(messages.compress(frame)).isSameAs(frame);
    }
    assertThat(new Peer().read(messages.compress(FrameWriter.text(TEXT)))).isEqualTo(TEXT);
  }

  @Test
  void sendsUncompressedRatherThanWaitForADeflater() {
    var pool = new DeflaterPool(6, 1);
    var messages = new MessageDeflation(pool, 0, 15);
    byte[] frame = FrameWriter.text(TEXT);
    var taken = Objects.requireNonNull(pool.take());

    assertThat(messages.compress(frame)).isSameAs(frame);

    pool.give(taken);
    assertThat(messages.compress(frame)).isNotSameAs(frame);
    assertThat(pool.take()).as("given back").isSameAs(taken);
  }

  @Test
  void triesHarderAtAHigherLevel() {
    var words = new Random(5);
    var text = new StringBuilder();
    words.ints(5_000, 0, 60).forEach(number -> text.append("word").append(number).append(' '));
    byte[] frame = FrameWriter.text(text.toString());

    assertThat(compressedAt(9, frame)).hasSizeLessThan(compressedAt(1, frame).length);
  }

  private static byte[] compressedAt(int level, byte[] frame) {
    var deflation =
        deflation(
            options -> options.compressionMode(CompressionMode.MESSAGE).compressionLevel(level));
    return agree(deflation, "permessage-deflate").messages().compress(frame);
  }

  @Test
  void connectionsShareWhatCompressesIfTheyAgreedToTheSameWindow() {
    var deflation = ofMode(CompressionMode.MESSAGE);
    var first = agree(deflation, "permessage-deflate; client_max_window_bits");
    var second = agree(deflation, "permessage-deflate; server_max_window_bits=15");
    var smaller = agree(deflation, "permessage-deflate; server_max_window_bits=10");

    assertThat(first.messages()).isSameAs(second.messages()).isNotSameAs(smaller.messages());
  }

  // --- messages that refer to those before them ---

  @Test
  void messagesByThemselvesHaveNoContext() {
    assertThat(agree(ofMode(CompressionMode.MESSAGE), "permessage-deflate").context()).isNull();
    var forgetful = "permessage-deflate; server_no_context_takeover";
    assertThat(agree(ofMode(CompressionMode.CONTEXT), forgetful).context()).isNull();
    var small = "permessage-deflate; server_max_window_bits=12";
    assertThat(agree(ofMode(CompressionMode.CONTEXT), small).context()).isNull();
  }

  @Test
  void theSecondOfTwoEqualMessagesIsTiny() {
    var context = contextOf(ofMode(CompressionMode.CONTEXT));
    var peer = new Peer();
    byte[] first = context.compress(FrameWriter.text("Unlike everything else, 0123456789"));
    byte[] second = context.compress(FrameWriter.text("Unlike everything else, 0123456789"));

    assertThat(second).hasSizeLessThan(10);
    assertThat(peer.read(first)).isEqualTo(peer.read(second));
  }

  @Test
  void whatLeavesUncompressedIsNotReferredTo() {
    var context = contextOf(ofMode(CompressionMode.CONTEXT));
    var peer = new Peer();
    var random = new byte[1_000];
    new Random(3).nextBytes(random);
    byte[] noise = FrameWriter.binary(random);
    String halfNoise = IntStream.range(0, 200).mapToObj(Integer::toString).toList().toString();

    assertThat(peer.read(context.compress(FrameWriter.text(halfNoise)))).isEqualTo(halfNoise);
    assertThat(context.compress(noise)).isSameAs(noise);
    assertThat(context.compress(FrameWriter.text(""))).isEqualTo(FrameWriter.text(""));

    byte[] after = context.compress(FrameWriter.text(halfNoise));
    assertThat(FrameWriter.isCompressed(after)).isTrue();
    assertThat(peer.read(after)).isEqualTo(halfNoise);
  }

  @Test
  void aMessageThatWasCompressedElsewhereMayComeBetween() {
    var deflation = ofMode(CompressionMode.CONTEXT);
    var agreed = agree(deflation, "permessage-deflate");
    var context = Objects.requireNonNull(agreed.context());
    var peer = new Peer();
    context.forget(); // Before the first message there is nothing to forget.

    for (int i = 0; i < 5; i++) {
      String own = i + TEXT;
      String shared = TEXT.toUpperCase(Locale.ROOT) + i;
      assertThat(peer.read(context.compress(FrameWriter.text(own)))).isEqualTo(own);
      assertThat(peer.read(context.compress(FrameWriter.text(own)))).isEqualTo(own);
      assertThat(peer.read(agreed.messages().compress(FrameWriter.text(shared)))).isEqualTo(shared);
      context.forget();
    }
  }

  @Test
  void longMessagesAreCompressedByTheirSenderAndShortOnesWhenTheyLeave() {
    var agreed = agree(ofMode(CompressionMode.CONTEXT), "permessage-deflate");
    byte[] shortFrame = FrameWriter.text(TEXT);
    byte[] longFrame = FrameWriter.binary(new byte[100_000]);

    assertThat(agreed.compressed(shortFrame)).isSameAs(shortFrame);
    assertThat(FrameWriter.isCompressed(agreed.compressed(longFrame))).isTrue();
    assertThat(Objects.requireNonNull(agreed.context()).compress(longFrame)).isSameAs(longFrame);
  }

  @Test
  void contextKeepsToTheThreshold() {
    var deflation =
        deflation(options ->
            options.compressionMode(CompressionMode.CONTEXT).compressionThresholdBytes(50));
    var context = contextOf(deflation);
    byte[] below = FrameWriter.text("a".repeat(49));

    assertThat(context.compress(below)).isSameAs(below);
    assertThat(context.compress(FrameWriter.text("a".repeat(50)))).hasSizeLessThan(20);
  }

  // --- memory ---

  @Test
  void givesContextsUntilHalfOfTheMemoryIsUsed() {
    var deflation =
        deflation(options ->
            options.compressionMode(CompressionMode.CONTEXT).maxCompressionBytes(2L << 20));
    var agreed =
        IntStream.range(0, 5).mapToObj(_ -> agree(deflation, "permessage-deflate")).toList();

    // 312 KiB each of 1 MiB.
    assertThat(agreed.stream().map(AgreedDeflation::header))
        .containsExactly(
            "permessage-deflate",
            "permessage-deflate",
            "permessage-deflate",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    agreed.getFirst().close();
    agreed.getFirst().close();
    agreed.getLast().close();
    assertThat(agree(deflation, "permessage-deflate").header()).isEqualTo("permessage-deflate");
    assertThat(agree(deflation, "permessage-deflate").header()).contains("no_context");
  }

  @Test
  void aClosedConnectionFreesItsContext() {
    var deflation = ofMode(CompressionMode.CONTEXT);
    var agreed = agree(deflation, "permessage-deflate");
    var context = Objects.requireNonNull(agreed.context());
    byte[] first = context.compress(FrameWriter.text(TEXT));

    agreed.close();

    // What was known before is known no more.
    assertThat(context.compress(FrameWriter.text(TEXT))).hasSameSizeAs(first);
    context.close();
    deflation.close();
  }

  private static byte[] payloadOf(byte[] frame) {
    return Arrays.copyOfRange(frame, FrameWriter.payloadAt(frame), frame.length);
  }
}
