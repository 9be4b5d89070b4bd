package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Sweeps;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A line on which nothing has come, or nothing has had its turn: it has no decoder yet, as there
 * may be thousands that wait. Event loop only.
 */
final class SilentLine extends ChannelInboundHandlerAdapter implements Swept {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  private final Engine engine;
  private final LoopContext context;
  private final BiConsumer<Channel, RequestLine> addHttp;
  private @Nullable ChannelHandlerContext channel;
  private Sweeps.@Nullable Place place;

  /** Since when a request is awaited. */
  private long awaitingSince;

  SilentLine(Engine engine, LoopContext context, BiConsumer<Channel, RequestLine> addHttp) {
    this.engine = engine;
    this.context = context;
    this.addHttp = addHttp;
    this.awaitingSince = engine.settings().time().nanoTime();
  }

  /** Says since when the request is awaited, if that was before there was this handler. */
  void awaitingSince(long nanoTime) {
    awaitingSince = nanoTime;
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
  public void channelRead(ChannelHandlerContext channel, Object message) {
    addHttp.accept(channel.channel(), RequestLine.PLAIN);
    channel.pipeline().get(RequestHandler.class).awaitingSince(awaitingSince);
    channel.pipeline().remove(this);
    channel.fireChannelRead(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      channel.close();
    }
  }

  @Override
  public void sweep(long nanoTime) {
    var patience = engine.settings().config().handshakeTimeout();
    if (nanoTime - awaitingSince >= patience.toNanos()) {
      Objects.requireNonNull(channel).close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable failure) {
    LOG.debug("The line to {} failed", channel.channel().remoteAddress(), failure);
    channel.close();
  }
}
