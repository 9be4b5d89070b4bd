package dev.parley.internal.netty;

import dev.parley.internal.log.LoopLog;
import dev.parley.internal.time.TimeSource;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Says that clients cannot be let in, mostly because no descriptor is left. Netty tries again a
 * second later, so that the loop is not busy with it; until then clients wait in the queue of the
 * kernel. Event loop only.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");
  private static final long BETWEEN_LINES_NANOS = 10_000_000_000L;

  private final TimeSource time;
  private long nextLineAt;
  private long failures;

  AcceptFailures(TimeSource time) {
    this.time = time;
    this.nextLineAt = time.nanoTime();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext listening, Throwable failure) {
    failures++;
    long now = time.nanoTime();
    if (now - nextLineAt >= 0) {
      nextLineAt = now + BETWEEN_LINES_NANOS;
      LOG.warn(
          "Clients cannot be let in at the moment ({}); {} attempts failed so far. Where files are"
              + " the reason, raise the limit of open files (ulimit -n) or lower maxConnections",
          failure.getMessage(),
          failures);
    }
  }
}
