package dev.parley.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CompressionMode;
import dev.parley.ServerConfig;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.deflate.Deflation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the fragments, the masks and the sizes of the reads: what was sent is what is read. */
class RandomFragmentationTest {
  private static final int RSV1 = 0x40;
  private static final int TAIL_BYTES = 4;
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
      fragment(payload, text ? Opcode.TEXT : Opcode.BINARY, random, wire);
    }

    assertThat(read(plain(), wire.toByteArray(), random))
        .as("seed %d", seed)
        .isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void readsWhatWasCompressed(long seed) {
    var random = new Random(seed);
    var wire = new ByteArrayOutputStream();
    var expected = new StringBuilder();
    boolean context = random.nextBoolean();
    var deflation = agreed(context);
    var deflater = new Deflater(random.nextInt(10), true);
    for (int i = 0; i < 200; i++) {
      boolean text = random.nextBoolean();
      byte[] payload = text ? text(random) : bytes(random);
      expected.append(text ? "T" : "B").append(HexFormat.of().formatHex(payload)).append('\n');
      if (random.nextInt(3) == 0) {
        fragment(payload, text ? Opcode.TEXT : Opcode.BINARY, random, wire);
      } else {
        byte[] compressed = deflated(payload, deflater, random);
        fragment(compressed, RSV1 | (text ? Opcode.TEXT : Opcode.BINARY), random, wire);
        if (!context) {
          deflater.reset();
        }
      }
    }
    deflater.end();
    var reader = plain();
    reader.inflateWith(deflation.inflaters(() -> expected.append("revoked")));

    assertThat(read(reader, wire.toByteArray(), random))
        .as("seed %d", seed)
        .isEqualTo(expected.toString());
    deflation.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void readsWhatManySentWithReadersThatAreLent(long seed) {
    var random = new Random(seed);
    var atRest = new ArrayDeque<FrameReader>();
    var lines = new ArrayList<Line>();
    for (int i = 0; i < 10; i++) {
      var line = new Line();
      for (int j = 0; j < 40; j++) {
        line.add(random);
      }
      lines.add(line);
    }

    var unread = new ArrayList<>(lines);
    int lent = 0;
    while (!unread.isEmpty()) {
      var line = unread.get(random.nextInt(unread.size()));
      lent += line.readSome(atRest, random) ? 1 : 0;
      unread.removeIf(Line::isRead);
    }

    assertThat(lent).as("readers that were given back").isGreaterThan(50);
    for (var line : lines) {
      assertThat(line.collector.found.toString()).isEqualTo(line.expected.toString());
    }
  }

  /** A line that has a reader only while something has begun. */
  private static final class Line {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final StringBuilder expected = new StringBuilder();
    private final Collector collector = new Collector();
    private @Nullable FrameReader reader;
    private final TreeSet<Integer> ends = new TreeSet<>();
    private int position;

    void add(Random random) {
      boolean text = random.nextBoolean();
      byte[] payload = text ? text(random) : bytes(random);
      expected.append(text ? "T" : "B").append(HexFormat.of().formatHex(payload)).append('\n');
      fragment(payload, text ? Opcode.TEXT : Opcode.BINARY, random, wire);
      ends.add(wire.size());
    }

    /** Reads on, often to the end of a message. Returns whether the reader was given back. */
    boolean readSome(ArrayDeque<FrameReader> atRest, Random random) {
      var own = reader;
      if (own == null) {
        own = atRest.isEmpty() ? plain() : atRest.pop();
      }
      int end = random.nextBoolean() ? ends.higher(position) : wire.size();
      int count = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 400), end - position);
      own.read(
          Arrays.copyOfRange(wire.toByteArray(), position, position + count), 0, count, collector);
      position += count;
      reader = own.isAtRest() ? null : own;
      if (own.isAtRest()) {
        atRest.push(own);
      }
      return own.isAtRest();
    }

    boolean isRead() {
      return position == wire.size();
    }
  }

  private static AgreedDeflation agreed(boolean context) {
    var options =
        ServerConfig.builder()
            .compression(compression ->
                compression.compressionMode(
                    context ? CompressionMode.CONTEXT : CompressionMode.MESSAGE))
            .build()
            .compression();
    return Deflation.of(options)
        .orElseThrow()
        .agree(List.of("permessage-deflate"), Runnable::run)
        .orElseThrow();
  }

  /** As a client may compress (RFC 7692, section 7.2.1): in one block or in several. */
  private static byte[] deflated(byte[] payload, Deflater deflater, Random random) {
    if (payload.length == 0) {
      // An empty block (section 7.2.3.6).
      return new byte[1];
    }
    byte[] output = new byte[payload.length + 1_000];
    int cut = random.nextInt(payload.length);
    int made = deflate(payload, 0, cut, deflater, output, 0);
    made = deflate(payload, cut, payload.length - cut, deflater, output, made);
    return Arrays.copyOf(output, made - TAIL_BYTES);
  }

  private static int deflate(
      byte[] payload, int offset, int length, Deflater deflater, byte[] output, int made) {
    deflater.setInput(payload, offset, length);
    return made + deflater.deflate(output, made, output.length - made, Deflater.SYNC_FLUSH);
  }

  private static FrameReader plain() {
    return new FrameReader(new FrameReader.Limits(true, 10_000, 10_000));
  }

  private static void fragment(
      byte[] payload, int start, Random random, ByteArrayOutputStream wire) {
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
      if (first) {
        frame[0] = (byte) (frame[0] & 0xf0 | start);
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

  private static String read(FrameReader reader, byte[] wire, Random random) {
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
