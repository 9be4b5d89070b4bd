package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/** Decodes requests, and knows whether the head of one has begun and not ended. */
final class RequestDecoder extends HttpRequestDecoder {
  private boolean inHead;

  RequestDecoder(HttpDecoderConfig config) {
    super(config);
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    super.decode(channel, bytes, decoded);
    inHead = decoded.isEmpty();
  }

  /** Tells whether a part of a head has come; of no meaning within a body. Event loop. */
  boolean isInHead() {
    return inHead;
  }
}
