package dev.parley.internal.netty;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * How much of a channel is read at once, and once in a round of the loop: little until it is a
 * connection. To copy 16 KiB takes the kernel 20 µs, and in a round there may be many who knock.
 */
final class Reads extends DefaultMaxMessagesRecvByteBufAllocator {
  /** A record of TLS is as long. */
  private static final int MUCH_BYTES = 16 * 1024;

  private int bytes = Turns.BYTES_PER_TURN;

  Reads() {
    super(1);
  }

  /** Has much read at once from now on. Event loop only. */
  void becomeLarge() {
    bytes = MUCH_BYTES;
  }

  @Override
  public MaxMessageHandle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return bytes;
      }
    };
  }
}
