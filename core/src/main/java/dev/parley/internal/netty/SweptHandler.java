package dev.parley.internal.netty;

import dev.parley.Limit;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Sweeps;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A handler of a channel with deadlines: they are checked from when it is added until it is removed
 * or its channel has ended. Event loop only.
 */
abstract class SweptHandler extends ChannelInboundHandlerAdapter implements Swept {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  final Engine engine;
  final LoopContext context;
  private final int idleBytes;
  private @Nullable ChannelHandlerContext channel;
  private Sweeps.@Nullable Place place;

  SweptHandler(Engine engine, LoopContext context, int idleBytes) {
    this.engine = engine;
    this.context = context;
    this.idleBytes = idleBytes;
  }

  /** Where the handler has been added. */
  final ChannelHandlerContext channel() {
    return Objects.requireNonNull(channel);
  }

  /** Makes the answer to a request that cannot be read. */
  final HttpReply problem(int status, String message) {
    return engine.problem(status, message, channel().channel().remoteAddress());
  }

  /** Makes the answer to a request for which there is no memory. */
  final HttpReply shortOfMemory(Limit limit) {
    return engine.shortOfMemory(limit, channel().channel().remoteAddress());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    channel = added;
    place = context.add(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    context.remove(place);
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    context.remove(place);
    inactive.fireChannelInactive();
  }

  @Override
  public final int idleBytes() {
    return idleBytes;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable failure) {
    LOG.debug("The line to {} failed", failed.channel().remoteAddress(), failure);
    failed.close();
  }
}
