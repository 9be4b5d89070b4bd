package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as far as it has come, in pieces that hold more the more has come: it takes
 * no more than twice its bytes, however small the parts in which it arrives. Event loop only.
 *
 * <p>Each piece knows the one before. A list would know the ones that come later, and once it is
 * old and nobody's would still keep them from young collections.
 */
final class RequestBody {
  private static final int MAX_SPARE_BYTES = 64 * 1024;

  private final @Nullable RequestBody before;
  private final int sizeBefore;
  private final byte[] piece;
  private int filled;

  private RequestBody(@Nullable RequestBody before, int sizeBefore, int capacity) {
    this.before = before;
    this.sizeBefore = sizeBefore;
    this.piece = new byte[capacity];
  }

  /** A body of which nothing has come. */
  static RequestBody empty() {
    return new RequestBody(null, 0, 0);
  }

  /** How many bytes have come. */
  int size() {
    return sizeBefore + filled;
  }

  /** How many bytes of memory the pieces take. */
  int heldBytes() {
    return sizeBefore + piece.length;
  }

  /** Copies what is readable. Returns the body to go on with. */
  RequestBody with(ByteBuf bytes) {
    int fitting = Math.min(bytes.readableBytes(), piece.length - filled);
    bytes.readBytes(piece, filled, fitting);
    filled += fitting;
    if (!bytes.isReadable()) {
      return this;
    }
    int capacity = Math.max(bytes.readableBytes(), Math.min(size(), MAX_SPARE_BYTES));
    return new RequestBody(this, size(), capacity).with(bytes);
  }

  /** All that has come. */
  byte[] bytes() {
    if (size() == piece.length) {
      return piece;
    }
    byte[] whole = new byte[size()];
    for (var body = this; body != null; body = body.before) {
      System.arraycopy(body.piece, 0, whole, body.sizeBefore, body.filled);
    }
    return whole;
  }
}
