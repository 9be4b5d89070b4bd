package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** The body of a request as it arrives, in the pieces in which it does. Event loop only. */
final class RequestBody {
  private final List<byte[]> pieces = new ArrayList<>(1);
  private int size;

  /** How many bytes have come. */
  int size() {
    return size;
  }

  /** Copies what is readable. */
  void add(ByteBuf bytes) {
    byte[] piece = new byte[bytes.readableBytes()];
    bytes.readBytes(piece);
    pieces.add(piece);
    size += piece.length;
  }

  /** The whole body. */
  byte[] bytes() {
    byte[] whole = new byte[size];
    int filled = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, whole, filled, piece.length);
      filled += piece.length;
    }
    return whole;
  }
}
