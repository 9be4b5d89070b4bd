package dev.parley.internal.netty;

import dev.parley.internal.connection.LineListener;
import dev.parley.internal.connection.LoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Hands the data of a stream to its connection: END_STREAM is FIN, RST_STREAM is RST (RFC 8441).
 */
final class Http2Frames extends ChannelInboundHandlerAdapter {
  private final LineListener line;
  private final LoopContext context;

  Http2Frames(LineListener line, LoopContext context) {
    this.line = line;
    this.context = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext stream, Object frame) {
    try {
      if (frame instanceof Http2DataFrame data) {
        read(data.content());
        if (data.isEndStream()) {
          // After what the data has brought about: the answer to a close frame leaves first.
          context.loop().execute(line::inputEnded);
        }
      }
    } finally {
      ReferenceCountUtil.release(frame);
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
  public void userEventTriggered(ChannelHandlerContext stream, Object event) {
    if (event instanceof Http2ResetFrame) {
      stream.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext stream) {
    line.lost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext stream, Throwable failure) {
    Http2Stream.failed(stream, failure);
  }
}
