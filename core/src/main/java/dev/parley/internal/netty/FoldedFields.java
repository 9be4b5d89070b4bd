package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Looks for lines that begin with a space in the head of a request (RFC 9112, section 5.2): the
 * field before might go on there, or not, as the reader likes it.
 */
final class FoldedFields implements ByteProcessor {
  private static final int UNTIL_END = -1;

  private boolean begun;
  private boolean ended;
  private boolean found;

  /** Whether the line has had no byte yet but a carriage return. */
  private boolean atLineStart = true;

  /** Tells whether there is one in the next bytes, as far as the head reaches. */
  boolean areIn(ByteBuf bytes, int index, int length) {
    if (!ended && length > 0) {
      int stoppedAt = bytes.forEachByte(index, length, this);
      found = stoppedAt != UNTIL_END && !ended;
    }
    return found;
  }

  /** Expects another head. */
  void restart() {
    begun = false;
    ended = false;
    atLineStart = true;
  }

  @Override
  public boolean process(byte value) {
    if (value == '\r') {
      return true;
    }
    if (value == '\n') {
      ended = atLineStart && begun;
      atLineStart = true;
      return !ended;
    }
    boolean folds = atLineStart && (value == ' ' || value == '\t');
    atLineStart = false;
    begun = true;
    return !folds;
  }
}
