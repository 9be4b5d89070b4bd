package dev.parley.internal.netty;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** "The PROXY protocol", sections 2.1 and 2.2, once more: all bytes at once. */
sealed interface ProxyModel {
  /** The beginning of a header. */
  record Incomplete() implements ProxyModel {}

  /** None. */
  record Malformed() implements ProxyModel {}

  /** A header of some bytes, and the client if it names one. */
  record Header(int length, @Nullable InetSocketAddress client) implements ProxyModel {}

  byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.ISO_8859_1);
  byte[] WORD = "PROXY ".getBytes(StandardCharsets.ISO_8859_1);
  int MOST_OF_A_LINE = 107;
  int MOST_BEHIND_THE_FIXED_PART = 2_048;
  Pattern LINE =
      Pattern.compile("PROXY (TCP4|TCP6) ([0-9a-fA-F:.]+) ([0-9a-fA-F:.]+) ([0-9]+) ([0-9]+)\r\n");

  /** Reads what has come over a line. */
  static ProxyModel read(byte[] bytes) {
    if (startsWith(bytes, SIGNATURE)) {
      return bytes.length < 16 ? new Incomplete() : version2(bytes);
    }
    return startsWith(bytes, WORD) ? version1(bytes) : new Malformed();
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    int most = Math.min(bytes.length, start.length);
    return Arrays.equals(bytes, 0, most, start, 0, most);
  }

  private static ProxyModel version2(byte[] bytes) {
    int length = ByteBuffer.wrap(bytes).getShort(14) & 0xffff;
    boolean proxied = bytes[12] == 0x21;
    if (!(proxied || bytes[12] == 0x20) || length > MOST_BEHIND_THE_FIXED_PART) {
      return new Malformed();
    }
    if (bytes.length < 16 + length) {
      return new Incomplete();
    }
    return proxied ? proxied(bytes, length) : new Header(16 + length, null);
  }

  private static ProxyModel proxied(byte[] bytes, int length) {
    int most = 16 + length;
    return switch (bytes[13]) {
      case 0x00, 0x31, 0x32 -> new Header(most, null);
      case 0x11, 0x12 -> length < 12 ? new Malformed() : new Header(most, client(bytes, 16, 4, 24));
      case 0x21, 0x22 ->
          length < 36 ? new Malformed() : new Header(most, client(bytes, 16, 16, 48));
      default -> new Malformed();
    };
  }

  private static InetSocketAddress client(byte[] bytes, int at, int count, int portAt) {
    int port = ByteBuffer.wrap(bytes).getShort(portAt) & 0xffff;
    return socket(Arrays.copyOfRange(bytes, at, at + count), port);
  }

  private static InetSocketAddress socket(byte[] address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ProxyModel version1(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    if (end < 0 || end >= MOST_OF_A_LINE) {
      return bytes.length < MOST_OF_A_LINE ? new Incomplete() : new Malformed();
    }
    var line = text.substring(0, end + 1);
    if (line.equals("PROXY UNKNOWN\r\n")
        || (line.startsWith("PROXY UNKNOWN ") && line.endsWith("\r\n"))) {
      return new Header(end + 1, null);
    }
    var words = LINE.matcher(line);
    if (!words.matches()
        || !isPort(words.group(4))
        || !isPort(words.group(5))
        || !isAddress(words.group(1), words.group(3))
        || !isAddress(words.group(1), words.group(2))) {
      return new Malformed();
    }
    int port = Integer.parseInt(words.group(4));
    return new Header(end + 1, new InetSocketAddress(InetAddress.ofLiteral(words.group(2)), port));
  }

  private static boolean isPort(String text) {
    boolean digits = text.length() <= 5 && (text.equals("0") || !text.startsWith("0"));
    return digits && Integer.parseInt(text) <= 0xffff;
  }

  private static boolean isAddress(String family, String text) {
    if (family.equals("TCP4")) {
      return NetUtil.isValidIpV4Address(text)
          && List.of(text.split("\\.")).stream()
              .allMatch(part -> part.equals("0") || !part.startsWith("0"));
    }
    try {
      return text.indexOf(':') >= 0 && InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}
