package dev.parley.internal.netty;

import dev.parley.Limit;
import dev.parley.internal.connection.Direction;
import dev.parley.internal.connection.Holder;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.limit.Doorkeeper;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * A line on which the head of its first request has come, and nothing of the body behind it: a
 * channel goes on, and reads the head again, when something of it comes. Event loop only.
 */
final class AwaitedBody extends BegunRequest implements Holder {
  private final RequestMemory memory;

  /** Creates it for a head that a channel has looked at. */
  AwaitedBody(
      Engine engine,
      LoopContext context,
      ChannelHandler reopening,
      long since,
      Doorkeeper.@Nullable Call call,
      byte[] head) {
    super(engine, context, reopening, since, call, head);
    this.memory = new RequestMemory(context);
  }

  @Override
  void begun() {
    memory.countWholeHead(size());
  }

  @Override
  void left() {
    memory.countNothing();
  }

  @Override
  boolean isEnough(byte[] piece, int length) {
    return true;
  }

  @Override
  boolean isHeadSeen() {
    return true;
  }

  @Override
  public int recount(Direction direction) {
    return memory.counted(direction);
  }

  @Override
  public void giveUp(Direction direction) {
    if (!isOver()) {
      refuse(engine.shortOfMemory(Limit.INBOUND_BUDGET, socket().remoteAddress()));
    }
  }
}
