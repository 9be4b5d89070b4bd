package dev.parley.internal.netty;

import dev.parley.internal.connection.LineListener;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.log.LoopLog;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * Hands the bytes of a channel to its connection, by way of the scratch memory of the event loop.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  private final LineListener line;
  private final LoopContext context;

  FrameHandler(LineListener line, LoopContext context) {
    this.line = line;
    this.context = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    try {
      if (message instanceof ByteBuf bytes) {
        read(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ByteBuf bytes) {
    byte[] scratch = context.scratch();
    while (bytes.isReadable()) {
      int count = Math.min(bytes.readableBytes(), scratch.length);
      bytes.readBytes(scratch, 0, count);
      line.received(scratch, 0, count);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      line.inputEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) {
    line.lost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable failure) {
    if (failure instanceof IOException) {
      LOG.debug("The line to {} failed", channel.channel().remoteAddress(), failure);
    } else {
      LOG.error("The line to {} failed", channel.channel().remoteAddress(), failure);
    }
    channel.close();
  }
}
