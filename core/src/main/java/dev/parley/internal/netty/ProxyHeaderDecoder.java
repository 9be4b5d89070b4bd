package dev.parley.internal.netty;

import dev.parley.Proxies;
import dev.parley.ProxyProtocol;
import dev.parley.internal.http.Networks;
import dev.parley.internal.log.LoopLog;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;

/** Reads the PROXY header at the start of a line, then steps aside. */
final class ProxyHeaderDecoder extends ByteToMessageDecoder {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");
  private static final AttributeKey<InetSocketAddress> CLIENT =
      AttributeKey.valueOf(ProxyHeaderDecoder.class, "client");

  /** Tells of which peers a header is expected. */
  static Predicate<SocketAddress> expectedFrom(Proxies proxies) {
    var trusted = Networks.of(proxies.trustedProxies());
    return proxies.proxyProtocol() == ProxyProtocol.OFF ? peer -> false : trusted::contains;
  }

  /** The address of the client at the other end of a channel, or of the proxy before it. */
  static SocketAddress clientOf(Channel channel) {
    if (channel.hasAttr(CLIENT)) {
      return channel.attr(CLIENT).get();
    }
    return channel.remoteAddress();
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded) {
    try {
      var header = ProxyHeader.read(bytes);
      if (header.isEmpty()) {
        return;
      }
      bytes.skipBytes(header.get().length());
      header.get().client().ifPresent(client -> channel.channel().attr(CLIENT).set(client));
      channel.pipeline().remove(this);
    } catch (IllegalArgumentException malformed) {
      LOG.debug("{}: {}", channel.channel().remoteAddress(), malformed.getMessage());
      bytes.skipBytes(bytes.readableBytes());
      channel.close();
    }
  }
}
