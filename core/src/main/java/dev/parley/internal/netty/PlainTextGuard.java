package dev.parley.internal.netty;

import dev.parley.internal.http.ReplyEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Answers whoever does not speak TLS on a port that does, and lets others through. */
final class PlainTextGuard extends ChannelInboundHandlerAdapter {
  /** The first byte of every handshake (RFC 8446, section 5.1). */
  private static final int HANDSHAKE_RECORD = 22;

  private final Engine engine;
  private boolean refused;

  PlainTextGuard(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    var bytes = (ByteBuf) message;
    if (bytes.getByte(bytes.readerIndex()) != HANDSHAKE_RECORD) {
      refused = true;
      refuse(channel, bytes);
      return;
    }
    channel.pipeline().remove(this);
    channel.fireChannelRead(message);
  }

  private void refuse(ChannelHandlerContext channel, ByteBuf bytes) {
    byte first = bytes.getByte(bytes.readerIndex());
    bytes.release();
    boolean isHttp = first >= 'A' && first <= 'Z';
    if (!isHttp) {
      channel.close();
      return;
    }
    var peer = channel.channel().remoteAddress();
    var reply = engine.problem(400, "This port speaks TLS: use https:// or wss://.", peer);
    channel
        .writeAndFlush(channel.alloc().buffer().writeBytes(ReplyEncoder.closing(reply)))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
