package dev.parley.robustness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that a client sends, right or wrong. The masking key is always zero, as it may be. */
final class Frames {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int FIRST_TEXT = 0x01;
  static final int MIDDLE = 0x00;
  static final int LAST = 0x80;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;

  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int LONGEST_HEADER_BYTES = 14;

  private Frames() {}

  static byte[] handshake(String path) {
    return handshake(path, "");
  }

  static byte[] handshake(String path, String moreHeaders) {
    return ascii(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + moreHeaders
            + "\r\n");
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A whole frame. */
  static byte[] frame(int firstByte, byte[] payload) {
    return join(header(firstByte, payload.length), payload);
  }

  /** The header of a frame whose payload may never come. */
  static byte[] header(int firstByte, long length) {
    var header = ByteBuffer.allocate(LONGEST_HEADER_BYTES).put((byte) firstByte);
    if (length < LENGTH_16) {
      header.put((byte) (0x80 | length));
    } else if (length <= 0xffff) {
      header.put((byte) (0x80 | LENGTH_16)).putShort((short) length);
    } else {
      header.put((byte) (0x80 | LENGTH_64)).putLong(length);
    }
    header.putInt(0);
    byte[] bytes = new byte[header.position()];
    header.flip().get(bytes);
    return bytes;
  }

  static byte[] close(int code, byte[] reason) {
    return frame(CLOSE, join(new byte[] {(byte) (code >> 8), (byte) code}, reason));
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var joined = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  static byte[] times(int count, byte[] bytes) {
    var repeated = ByteBuffer.allocate(count * bytes.length);
    for (int i = 0; i < count; i++) {
      repeated.put(bytes);
    }
    return repeated.array();
  }
}
