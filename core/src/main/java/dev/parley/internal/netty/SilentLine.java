package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.http.RequestLine;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.function.BiConsumer;

/**
 * A line on which nothing has come, or nothing has had its turn: it has no decoder yet, as there
 * may be thousands that wait. Event loop only.
 */
final class SilentLine extends SweptHandler {
  private final BiConsumer<Channel, RequestLine> addHttp;

  /** Since when a request is awaited. */
  private long awaitingSince;

  /** Whether the head that comes has been seen before. */
  private boolean headSeen;

  SilentLine(Engine engine, LoopContext context, BiConsumer<Channel, RequestLine> addHttp) {
    super(engine, context, IdleBytes.CHANNEL);
    this.addHttp = addHttp;
    this.awaitingSince = engine.settings().time().nanoTime();
  }

  /**
   * Says what was before there was this channel.
   *
   * @param since when the wait began
   * @param seen whether the head that comes has been seen, and its body is awaited
   */
  void goOn(long since, boolean seen) {
    awaitingSince = since;
    headSeen = seen;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    addHttp.accept(channel.channel(), RequestLine.PLAIN);
    channel.pipeline().get(RequestHandler.class).goOn(awaitingSince, headSeen);
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
      channel().close();
    }
  }
}
