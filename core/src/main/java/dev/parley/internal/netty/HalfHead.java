package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.limit.Doorkeeper;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * A line on which the head of its first request has begun: a channel goes on when the head is
 * whole, or wrong, or not so little any more. Event loop only.
 */
final class HalfHead extends BegunRequest {
  /** How much is kept in this way; a channel takes more. */
  private static final int MAX_BYTES = 1_024;

  private static final byte[] NOTHING = {};

  private final HeadCheck check;

  HalfHead(
      Engine engine,
      LoopContext context,
      ChannelHandler reopening,
      long since,
      Doorkeeper.@Nullable Call call) {
    super(engine, context, reopening, since, call, NOTHING);
    this.check = new HeadCheck(HeadLimits.of(engine.settings().config()));
  }

  /** Tells whether so many bytes are a little. */
  static boolean isLittle(int bytes) {
    return bytes < MAX_BYTES;
  }

  @Override
  boolean isEnough(byte[] piece, int length) {
    return check.check(piece, length) != null || check.hasEnded() || !isLittle(size());
  }

  @Override
  boolean isHeadSeen() {
    return false;
  }
}
