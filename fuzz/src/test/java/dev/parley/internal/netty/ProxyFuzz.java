package dev.parley.internal.netty;

import dev.parley.fuzz.Finding;
import dev.parley.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The PROXY protocol: bytes at the start of a line, cut anywhere, are what {@link ProxyModel} says
 * that they are; what follows the header arrives as it was, and behind a malformed one nothing
 * does.
 *
 * <p>An input is four bytes of seed for the cuts, then what comes over the line.
 */
public final class ProxyFuzz {
  private static final int SEED_BYTES = 4;

  private ProxyFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length <= SEED_BYTES) {
      return;
    }
    var expected = ProxyModel.read(Arrays.copyOfRange(input, SEED_BYTES, input.length));
    overALine(input, List.of(Arrays.copyOfRange(input, SEED_BYTES, input.length)), expected);
    int seed = Pieces.seed(input, 0);
    overALine(input, Pieces.of(input, SEED_BYTES, seed), expected);
  }

  private static void overALine(byte[] input, List<byte[]> reads, ProxyModel expected) {
    var channel = new EmbeddedChannel(new ProxyHeaderDecoder());
    try {
      for (byte[] bytes : reads) {
        if (channel.isOpen()) {
          channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        }
      }
      compare(input, channel, expected);
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static void compare(byte[] input, EmbeddedChannel channel, ProxyModel expected) {
    var passedOn = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      byte[] bytes = new byte[part.readableBytes()];
      part.readBytes(bytes);
      part.release();
      passedOn.writeBytes(bytes);
    }
    boolean through = channel.pipeline().get(ProxyHeaderDecoder.class) == null;
    switch (expected) {
      case ProxyModel.Header header -> {
        Finding.unless(through, "The header is taken: " + header);
        Finding.unlessEqual(
            header.client() == null ? channel.remoteAddress() : header.client(),
            ProxyHeaderDecoder.clientOf(channel),
            "The client");
        Finding.unlessEqual(
            hex(input, SEED_BYTES + header.length()),
            hex(passedOn.toByteArray(), 0),
            "What follows the header");
      }
      case ProxyModel.Incomplete more -> {
        Finding.unless(!through && channel.isOpen(), "More bytes are awaited.");
        Finding.unlessEqual(0, passedOn.size(), "Bytes before the end of the header");
      }
      case ProxyModel.Malformed malformed -> {
        Finding.unless(!channel.isOpen(), "The line is closed.");
        Finding.unlessEqual(0, passedOn.size(), "Bytes behind a malformed header");
      }
    }
  }

  private static String hex(byte[] bytes, int from) {
    return HexFormat.of().formatHex(bytes, from, bytes.length);
  }
}
