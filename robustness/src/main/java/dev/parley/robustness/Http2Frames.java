package dev.parley.robustness;

import static dev.parley.robustness.Frames.ascii;
import static dev.parley.robustness.Frames.join;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that a client of HTTP/2 sends (RFC 9113), right or wrong. */
final class Http2Frames {
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int HEADER_BYTES = 9;

  /** The largest payload that a server takes (section 4.2). */
  static final int MOST_PAYLOAD_BYTES = 16 * 1024;

  private static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  private static final int CANCEL = 8;
  private static final int INITIAL_WINDOW_SIZE = 4;

  /** Literal fields of RFC 7541, section 6.2: the table is left as it is, or has one more. */
  private static final int NOT_INDEXED = 0x00;

  private static final int INDEXED = 0x40;
  private static final int MOST_OF_ONE_BYTE = 0x7f;

  private Http2Frames() {}

  /** Tells whether a line begins in HTTP/2. */
  static boolean begin(byte[] opening) {
    return opening.length >= PREFACE.length
        && Arrays.equals(opening, 0, PREFACE.length, PREFACE, 0, PREFACE.length);
  }

  /** What a client says first (section 3.4). */
  static byte[] opening() {
    return join(PREFACE, frame(SETTINGS, 0, 0));
  }

  /** The same, from a client that takes no data on its streams (section 6.5.2). */
  static byte[] openingWithoutWindow() {
    var setting = ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(0);
    return join(PREFACE, frame(SETTINGS, 0, 0, setting.array()));
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    var frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    return frame.put((byte) type).put((byte) flags).putInt(stream).put(payload).array();
  }

  static byte[] cancel(int stream) {
    return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
  }

  /** The fields that every request has. */
  static byte[] request(String method, String path) {
    return join(
        field(":method", method),
        field(":scheme", "http"),
        field(":path", path),
        field(":authority", "127.0.0.1"));
  }

  /** The fields of a handshake (RFC 8441, section 5.1). */
  static byte[] handshake(String path) {
    return join(
        request("CONNECT", path),
        field(":protocol", "websocket"),
        field("sec-websocket-version", "13"));
  }

  static byte[] field(String name, String value) {
    return literal(NOT_INDEXED, name, value);
  }

  /** A field that the table has from then on, at its beginning. */
  static byte[] indexedField(String name, String value) {
    return literal(INDEXED, name, value);
  }

  private static byte[] literal(int kind, String name, String value) {
    return join(new byte[] {(byte) kind}, string(name), string(value));
  }

  /** A string without Huffman coding (RFC 7541, section 5.2). */
  private static byte[] string(String text) {
    var bytes = new ByteArrayOutputStream();
    int length = text.length();
    if (length < MOST_OF_ONE_BYTE) {
      bytes.write(length);
    } else {
      bytes.write(MOST_OF_ONE_BYTE);
      int rest = length - MOST_OF_ONE_BYTE;
      while (rest > MOST_OF_ONE_BYTE) {
        bytes.write(0x80 | (rest & MOST_OF_ONE_BYTE));
        rest >>= 7;
      }
      bytes.write(rest);
    }
    bytes.writeBytes(ascii(text));
    return bytes.toByteArray();
  }
}
