package dev.parley.internal.protocol;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Puts frames together (RFC 6455, section 5.2), each in one array. Safe to use from any thread. */
public final class FrameWriter {
  /** How many bytes the reason in a close frame may have. */
  public static final int MAX_REASON_BYTES = 123;

  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final int MASKED = 0x80;
  private static final int MAX_7_BIT = 125;
  private static final int MAX_16_BIT = 0xffff;

  private FrameWriter() {}

  /**
   * Makes a text message of one frame.
   *
   * @throws IllegalArgumentException if the text has a lone surrogate
   */
  public static byte[] text(String text) {
    return textOfUtf8(utf8(text));
  }

  /**
   * Makes the payload of a text message.
   *
   * @throws IllegalArgumentException if the text has a lone surrogate
   */
  public static byte[] utf8(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    requireNoLoneSurrogate(text, payload);
    return payload;
  }

  /** Makes a text message of one frame from UTF-8. */
  public static byte[] textOfUtf8(byte[] utf8) {
    return frame(FIN | Opcode.TEXT, utf8, 0, utf8.length);
  }

  /** Makes a binary message of one frame. */
  public static byte[] binary(byte[] bytes) {
    return frame(FIN | Opcode.BINARY, bytes, 0, bytes.length);
  }

  /** Makes a fragment of a binary message (RFC 6455, section 5.4). */
  public static byte[] binaryFragment(byte[] bytes, int length, boolean first, boolean last) {
    int opcode = first ? Opcode.BINARY : Opcode.CONTINUATION;
    return frame((last ? FIN : 0) | opcode, bytes, 0, length);
  }

  /** Makes a ping. */
  public static byte[] ping(byte[] payload) {
    return frame(FIN | Opcode.PING, payload, 0, payload.length);
  }

  /** Makes a pong. */
  public static byte[] pong(byte[] payload) {
    return frame(FIN | Opcode.PONG, payload, 0, payload.length);
  }

  /** Makes a close frame; an empty one for 1005. The reason is cut at a character boundary. */
  public static byte[] close(CloseReason reason) {
    if (reason.code() == CloseCode.NO_STATUS) {
      return frame(FIN | Opcode.CLOSE, new byte[0], 0, 0);
    }
    byte[] text = cutReason(reason.reason()).getBytes(StandardCharsets.UTF_8);
    byte[] payload =
        ByteBuffer.allocate(2 + text.length).putShort((short) reason.code()).put(text).array();
    return frame(FIN | Opcode.CLOSE, payload, 0, payload.length);
  }

  /** Cuts a close reason to what a close frame can carry, at a character boundary. */
  public static String cutReason(String reason) {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= MAX_REASON_BYTES) {
      return reason;
    }
    int end = MAX_REASON_BYTES;
    while ((utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  /** Masks a frame made here, as a client must send it (RFC 6455, section 5.3). */
  public static byte[] masked(byte[] frame, int maskingKey) {
    int headerBytes = headerBytes(frame[1] & 0x7f);
    byte[] result = new byte[frame.length + Integer.BYTES];
    System.arraycopy(frame, 0, result, 0, headerBytes);
    result[1] |= (byte) MASKED;
    ByteBuffer.wrap(result).putInt(headerBytes, maskingKey);
    int payloadAt = headerBytes + Integer.BYTES;
    System.arraycopy(frame, headerBytes, result, payloadAt, frame.length - headerBytes);
    ByteViews.unmask(result, payloadAt, frame.length - headerBytes, maskingKey);
    return result;
  }

  /** Where the payload of a server frame made here begins. */
  public static int payloadAt(byte[] frame) {
    return headerBytes(frame[1] & 0x7f);
  }

  /** Makes the same frame with its payload compressed (RFC 7692, section 6.1). */
  public static byte[] compressed(byte[] frame, byte[] payload, int length) {
    return frame(RSV1 | frame[0], payload, 0, length);
  }

  /** Tells whether the payload of a frame is compressed. */
  public static boolean isCompressed(byte[] frame) {
    return (frame[0] & RSV1) != 0;
  }

  private static byte[] frame(int firstByte, byte[] payload, int offset, int length) {
    int headerBytes = length <= MAX_7_BIT ? 2 : length <= MAX_16_BIT ? 4 : 10;
    byte[] frame = new byte[headerBytes + length];
    frame[0] = (byte) firstByte;
    switch (headerBytes) {
      case 2 -> frame[1] = (byte) length;
      case 4 -> {
        frame[1] = 126;
        frame[2] = (byte) (length >> 8);
        frame[3] = (byte) length;
      }
      default -> {
        frame[1] = 127;
        ByteBuffer.wrap(frame).putLong(2, length);
      }
    }
    System.arraycopy(payload, offset, frame, headerBytes, length);
    return frame;
  }

  private static int headerBytes(int shortLength) {
    return shortLength <= MAX_7_BIT ? 2 : shortLength == 126 ? 4 : 10;
  }

  /**
   * The encoder writes a question mark for a lone surrogate, so the search is only needed where
   * there is one.
   */
  private static void requireNoLoneSurrogate(String text, byte[] utf8) {
    if (!ByteViews.contains(utf8, 0, (byte) '?')) {
      return;
    }
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        i++;
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        throw new IllegalArgumentException(
            "The text has a lone surrogate at index " + i + "; expected well-formed UTF-16.");
      }
      i += 2;
    }
  }
}
