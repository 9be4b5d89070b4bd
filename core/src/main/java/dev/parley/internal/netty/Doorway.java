package dev.parley.internal.netty;

import dev.parley.internal.limit.Doorkeeper;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/** At the listening socket: asks the doorkeeper about each line. Event loop only. */
final class Doorway extends ChannelInboundHandlerAdapter {
  private final Doorkeeper doorkeeper;

  Doorway(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  @Override
  public void channelRead(ChannelHandlerContext listening, Object accepted) {
    var line = (Channel) accepted;
    var call = doorkeeper.letIn(line.remoteAddress());
    if (call == null) {
      line.unsafe().closeForcibly();
      return;
    }
    count(line.pipeline(), call);
    listening.fireChannelRead(line);
  }

  /** Counts a line as long as it has a pipeline, or until it is {@link #moved}. */
  static void count(ChannelPipeline line, Doorkeeper.Call call) {
    line.addLast(new Caller(call));
  }

  /**
   * Has a line that loses its pipeline go on being counted. Returns what counts it; null if nothing
   * does.
   */
  static Doorkeeper.@Nullable Call moved(ChannelPipeline line) {
    var caller = line.get(Caller.class);
    return caller == null ? null : caller.move();
  }

  /** Says that a line has become a WebSocket, and is counted as one from now on. */
  static void passed(ChannelPipeline line) {
    if (line.get(Caller.class) != null) {
      line.remove(Caller.class);
    }
  }

  /** Counts a line as long as it is part of its pipeline. */
  private static final class Caller extends ChannelHandlerAdapter {
    private final Doorkeeper.Call call;
    private boolean moved;

    Caller(Doorkeeper.Call call) {
      this.call = call;
    }

    Doorkeeper.Call move() {
      moved = true;
      return call;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
      if (!moved) {
        call.end();
      }
    }
  }
}
