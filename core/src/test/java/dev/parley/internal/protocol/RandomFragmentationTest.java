package dev.parley.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the fragments, the masks and the sizes of the reads: what was sent is what is read. */
class RandomFragmentationTest {
  private static final String ALPHABET = "abc\u00e4\u20ac\ud83d\ude00";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void readsWhatWasSent(long seed) {
    var random = new Random(seed);
    var wire = new ByteArrayOutputStream();
    var expected = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      boolean text = random.nextBoolean();
      byte[] payload = text ? text(random) : bytes(random);
      expected.append(text ? "T" : "B").append(HexFormat.of().formatHex(payload)).append('\n');
      fragment(payload, text, random, wire);
    }

    assertThat(read(wire.toByteArray(), random)).as("seed %d", seed).isEqualTo(expected.toString());
  }

  private static void fragment(
      byte[] payload, boolean text, Random random, ByteArrayOutputStream wire) {
    int sent = 0;
    boolean first = true;
    do {
      int count =
          random.nextInt(4) == 0
              ? payload.length - sent
              : random.nextInt(payload.length - sent + 1);
      boolean last = sent + count == payload.length;
      byte[] part = Arrays.copyOfRange(payload, sent, sent + count);
      byte[] frame = FrameWriter.binaryFragment(part, part.length, first, last);
      if (first && text) {
        frame[0] = (byte) (frame[0] & 0xf0 | Opcode.TEXT);
      }
      wire.writeBytes(FrameWriter.masked(frame, random.nextInt()));
      if (random.nextInt(5) == 0) {
        wire.writeBytes(
            FrameWriter.masked(FrameWriter.ping(new byte[random.nextInt(126)]), random.nextInt()));
      }
      sent += count;
      first = false;
      if (last) {
        return;
      }
    } while (true);
  }

  private static String read(byte[] wire, Random random) {
    var reader = new FrameReader(new FrameReader.Limits(true, 10_000, 10_000));
    var collector = new Collector();
    int position = 0;
    while (position < wire.length) {
      int count =
          Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 400), wire.length - position);
      byte[] scratch = Arrays.copyOfRange(wire, position, position + count);
      reader.read(scratch, 0, count, collector);
      position += count;
    }
    return collector.found.toString();
  }

  private static byte[] text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      int index = random.nextInt(6);
      text.append(index < 5 ? ALPHABET.substring(index, index + 1) : "\ud83d\ude00");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static final class Collector implements FrameSink {
    private final StringBuilder found = new StringBuilder();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    @Override
    public void text(String text) {
      add("T", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void binary(byte[] bytes) {
      add("B", bytes);
    }

    @Override
    public void part(boolean text, byte[] buffer, int offset, int length, boolean last) {
      parts.write(buffer, offset, length);
      if (last) {
        add(text ? "T" : "B", parts.toByteArray());
        parts.reset();
      }
    }

    private void add(String kind, byte[] payload) {
      found.append(kind).append(HexFormat.of().formatHex(payload)).append('\n');
    }

    @Override
    public void ping(byte[] payload) {}

    @Override
    public void pong(byte[] payload) {}

    @Override
    public void close(dev.parley.CloseReason reason) {
      found.append(reason);
    }

    @Override
    public void fail(dev.parley.CloseReason reason) {
      found.append(reason);
    }
  }
}
