package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Checks of the head of a request what the decoder of Netty lets pass, and others may read
 * otherwise: lines that begin with a space, which go on with the field before or not, and request
 * lines that are not two words and {@code HTTP/...} with a space in between (RFC 9112, sections 3
 * and 5.2). Counts the fields before they become objects.
 */
final class HeadCheck implements ByteProcessor {
  private static final int UNTIL_END = -1;

  private final int maxFields;

  private boolean begun;
  private boolean ended;

  /** Whether the line has had no byte yet but a carriage return. */
  private boolean atLineStart = true;

  /** How many spaces the request line has had; counts no more behind it. */
  private int spaces;

  private boolean inRequestLine = true;
  private boolean afterSpace;

  /** How many lines have ended, the request line included. */
  private int lines;

  HeadCheck(int maxFields) {
    this.maxFields = maxFields;
  }

  /** Tells whether something is wrong with the next bytes, as far as the head reaches. */
  boolean finds(ByteBuf bytes, int index, int length) {
    return !ended && length > 0 && bytes.forEachByte(index, length, this) != UNTIL_END && !ended;
  }

  /** Expects another head. */
  void restart() {
    begun = false;
    ended = false;
    atLineStart = true;
    spaces = 0;
    inRequestLine = true;
    afterSpace = false;
    lines = 0;
  }

  /** Tells whether what is wrong is the number of the fields. */
  boolean hasTooManyFields() {
    return lines > maxFields + 1;
  }

  /** Looks at one byte. Returns false at the end of the head and at what is wrong. */
  @Override
  public boolean process(byte value) {
    if (value == '\r') {
      return true;
    }
    if (value == '\n') {
      ended = atLineStart && begun;
      inRequestLine = !begun;
      atLineStart = true;
      lines += begun && !ended ? 1 : 0;
      return !ended && !hasTooManyFields();
    }
    boolean wrong =
        (atLineStart && (value == ' ' || value == '\t'))
            || (inRequestLine && isWrongInRequestLine(value));
    atLineStart = false;
    begun = true;
    return !wrong;
  }

  private boolean isWrongInRequestLine(byte value) {
    if (value == '\t' || (value == ' ' && afterSpace)) {
      return true;
    }
    afterSpace = value == ' ';
    if (afterSpace) {
      spaces++;
    }
    return spaces >= 2 && value >= 'a' && value <= 'z';
  }
}
