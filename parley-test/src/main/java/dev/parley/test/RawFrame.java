package dev.parley.test;

import java.nio.charset.StandardCharsets;

/**
 * A frame as it came over the line (RFC 6455, section 5.2).
 *
 * @param firstByte FIN, the reserved bits and the opcode
 * @param masked whether it was masked, which a server must not do
 * @param payload the payload, possibly empty
 */
public record RawFrame(int firstByte, boolean masked, byte[] payload) {
  /** The opcode of a continuation. */
  public static final int CONTINUATION = 0;

  /** The opcode of text. */
  public static final int TEXT = 1;

  /** The opcode of binary data. */
  public static final int BINARY = 2;

  /** The opcode of a close frame. */
  public static final int CLOSE = 8;

  /** The opcode of a ping. */
  public static final int PING = 9;

  /** The opcode of a pong. */
  public static final int PONG = 10;

  /**
   * Tells whether the message ends with this frame.
   *
   * @return the FIN bit
   */
  public boolean isFinal() {
    return (firstByte & 0x80) != 0;
  }

  /**
   * Returns the reserved bits.
   *
   * @return RSV1 as 4, RSV2 as 2, RSV3 as 1, added
   */
  public int reserved() {
    return (firstByte & 0x70) >> 4;
  }

  /**
   * Returns the opcode.
   *
   * @return 0 to 15
   */
  public int opcode() {
    return firstByte & 0x0f;
  }

  /**
   * Returns the payload as text.
   *
   * @return the payload, decoded as UTF-8
   */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** Returns the first byte, the length and the beginning of the payload. */
  @Override
  public String toString() {
    return "frame %02x, %d bytes (%s)"
        .formatted(firstByte, payload.length, Descriptions.hex(payload));
  }
}
