package dev.parley.internal.connection;

import org.jspecify.annotations.Nullable;

/**
 * A message as far as its parts have come, in pieces that hold more the more has come: it takes
 * little more than twice its bytes, however small the parts in which it arrives. One thread at a
 * time.
 *
 * <p>Each piece knows the one before: a list would know the ones that come later, and once it is
 * old and nobody's would still keep them from young collections.
 */
final class MessageParts {
  /** From how many bytes on a part is a piece as it is. */
  private static final int LARGE_BYTES = 4 * 1024;

  private static final int MAX_SPARE_BYTES = 64 * 1024;

  private final @Nullable MessageParts before;
  private final int piecesBefore;
  private final int bytesBefore;
  private final byte[] piece;
  private int filled;

  private MessageParts(@Nullable MessageParts before, byte[] piece, int filled) {
    this.before = before;
    this.piecesBefore = before == null ? 0 : before.piecesBefore + 1;
    this.bytesBefore = before == null ? 0 : before.totalBytes();
    this.piece = piece;
    this.filled = filled;
  }

  /** Begins with a part, which nobody changes any more. */
  static MessageParts of(byte[] first) {
    return new MessageParts(null, first, first.length);
  }

  /** Adds a part, which nobody changes any more. Returns what to go on with. */
  MessageParts with(byte[] part) {
    int fitting = Math.min(part.length, piece.length - filled);
    System.arraycopy(part, 0, piece, filled, fitting);
    filled += fitting;
    int rest = part.length - fitting;
    if (rest == 0) {
      return this;
    }
    if (fitting == 0 && rest >= LARGE_BYTES) {
      return new MessageParts(this, part, rest);
    }
    byte[] next = new byte[Math.max(rest, Math.min(totalBytes(), MAX_SPARE_BYTES))];
    System.arraycopy(part, fitting, next, 0, rest);
    return new MessageParts(this, next, rest);
  }

  /** How many bytes have come. */
  int totalBytes() {
    return bytesBefore + filled;
  }

  /** How many bytes of memory the pieces take. */
  int heldBytes() {
    return bytesBefore + piece.length + (piecesBefore + 1) * InboundQueue.ITEM_OVERHEAD_BYTES;
  }

  /** All that has come. */
  byte[] join() {
    byte[] whole = new byte[totalBytes()];
    for (var part = this; part != null; part = part.before) {
      System.arraycopy(part.piece, 0, whole, part.bytesBefore, part.filled);
    }
    return whole;
  }

  /** Has the memory of the pieces used for others; nothing may be asked of them any more. */
  void giveBackTo(LoopContext context) {
    for (var part = this; part != null; part = part.before) {
      context.giveSpare(part.piece);
    }
  }
}
