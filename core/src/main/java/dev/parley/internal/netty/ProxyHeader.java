package dev.parley.internal.netty;

import dev.parley.internal.http.Networks;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A header of the PROXY protocol, version 1 or 2 ("The PROXY protocol", sections 2.1 and 2.2).
 *
 * @param length how many bytes it has
 * @param client the client; empty if the proxy speaks for itself, or the client has no IP address
 */
record ProxyHeader(int length, Optional<InetSocketAddress> client) {
  private static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final byte[] PROXY = {'P', 'R', 'O', 'X', 'Y', ' '};
  private static final String UNKNOWN = "PROXY UNKNOWN";
  private static final int MAX_PORT = 0xffff;
  private static final int MAX_LINE_BYTES = 107;
  private static final int FIXED_BYTES = 16;
  private static final int LOCAL = 0x20;
  private static final int PROXIED = 0x21;

  /** A line that names a client: family, addresses and ports of both ends. */
  private static final Pattern LINE =
      Pattern.compile(
          "PROXY (?:TCP4 ([0-9.]+) ([0-9.]+)|TCP6 ([0-9a-fA-F.]*:[0-9a-fA-F:.]*)"
              + " ([0-9a-fA-F.]*:[0-9a-fA-F:.]*)) (0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4})\r\n");

  /** What is longer brings more than addresses and a few attributes. */
  private static final int MAX_ADDRESS_BYTES = 2_048;

  /**
   * Reads a header, without moving the reader index.
   *
   * @return empty if more bytes are needed
   * @throws IllegalArgumentException if it is none
   */
  static Optional<ProxyHeader> read(ByteBuf bytes) {
    if (begins(bytes, SIGNATURE)) {
      return bytes.readableBytes() < FIXED_BYTES ? Optional.empty() : readVersion2(bytes);
    }
    if (begins(bytes, PROXY)) {
      return readVersion1(bytes);
    }
    throw new IllegalArgumentException("The line does not begin with a PROXY header.");
  }

  /** Tells whether bytes are the beginning of something, as far as they have come. */
  private static boolean begins(ByteBuf bytes, byte[] expected) {
    int count = Math.min(bytes.readableBytes(), expected.length);
    for (int i = 0; i < count; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<ProxyHeader> readVersion2(ByteBuf bytes) {
    int start = bytes.readerIndex();
    int command = bytes.getUnsignedByte(start + 12);
    int length = bytes.getUnsignedShort(start + 14);
    if ((command != LOCAL && command != PROXIED) || length > MAX_ADDRESS_BYTES) {
      throw malformed();
    }
    if (bytes.readableBytes() < FIXED_BYTES + length) {
      return Optional.empty();
    }
    int addressBytes = command == LOCAL ? 0 : addressBytes(bytes.getUnsignedByte(start + 13));
    if (length < 2 * addressBytes + (addressBytes == 0 ? 0 : 4)) {
      throw malformed();
    }
    if (addressBytes == 0) {
      return Optional.of(new ProxyHeader(FIXED_BYTES + length, Optional.empty()));
    }
    byte[] address = new byte[addressBytes];
    bytes.getBytes(start + FIXED_BYTES, address);
    int port = bytes.getUnsignedShort(start + FIXED_BYTES + 2 * addressBytes);
    return Optional.of(new ProxyHeader(FIXED_BYTES + length, Optional.of(socket(address, port))));
  }

  /** How long an address is, of which the kind is told; 0 if it is none of IP. */
  private static int addressBytes(int familyAndTransport) {
    return switch (familyAndTransport) {
      case 0x11, 0x12 -> 4;
      case 0x21, 0x22 -> 16;
      case 0x00, 0x31, 0x32 -> 0;
      // Receivers must reject what is reserved.
      default -> throw malformed();
    };
  }

  private static InetSocketAddress socket(byte[] address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("An address has 4 or 16 bytes.", impossible);
    }
  }

  private static Optional<ProxyHeader> readVersion1(ByteBuf bytes) {
    int most = Math.min(bytes.readableBytes(), MAX_LINE_BYTES);
    int end = bytes.indexOf(bytes.readerIndex(), bytes.readerIndex() + most, (byte) '\n');
    if (end < 0) {
      if (most == MAX_LINE_BYTES) {
        throw malformed();
      }
      return Optional.empty();
    }
    int length = end + 1 - bytes.readerIndex();
    var line = bytes.toString(bytes.readerIndex(), length, StandardCharsets.US_ASCII);
    return Optional.of(new ProxyHeader(length, client(line)));
  }

  private static Optional<InetSocketAddress> client(String line) {
    boolean unknown = line.equals(UNKNOWN + "\r\n") || line.startsWith(UNKNOWN + " ");
    if (unknown && line.endsWith("\r\n")) {
      return Optional.empty();
    }
    var words = LINE.matcher(line);
    if (!words.matches()) {
      throw malformed();
    }
    boolean four = words.group(1) != null;
    var client = Networks.literal(words.group(four ? 1 : 3));
    // It is of no use, but must be there.
    Networks.literal(words.group(four ? 2 : 4));
    port(words.group(6));
    return Optional.of(new InetSocketAddress(client, port(words.group(5))));
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("The PROXY header is malformed.");
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port > MAX_PORT) {
      throw malformed();
    }
    return port;
  }
}
