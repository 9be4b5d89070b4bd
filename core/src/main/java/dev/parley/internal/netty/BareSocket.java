package dev.parley.internal.netty;

import dev.parley.internal.connection.Connection;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Transport;
import dev.parley.internal.log.LoopLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;

/**
 * Takes the socket away from a channel once the handshake has come: the channel, its pipeline and
 * its buffers are forgotten, and an {@link EpollTransport} goes on. What came behind the handshake
 * is kept until then. Event loop only.
 */
final class BareSocket extends ChannelInboundHandlerAdapter {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  private final LoopContext context;
  private final Function<Transport, Connection> prepare;
  private final ByteArrayOutputStream early = new ByteArrayOutputStream(0);

  BareSocket(LoopContext context, Function<Transport, Connection> prepare) {
    this.context = context;
    this.prepare = prepare;
  }

  /** Tells whether a channel is nothing but a socket of epoll. */
  static boolean isUnder(Channel channel) {
    return channel instanceof EpollSocketChannel
        && channel.pipeline().get(SslHandler.class) == null;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    try {
      if (message instanceof ByteBuf bytes) {
        early.writeBytes(ByteBufUtil.getBytes(bytes));
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) {
    // The end of the input is still to be found at the socket.
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable failure) {
    LOG.debug("The line to {} failed", channel.channel().remoteAddress(), failure);
    channel.close();
  }

  /** Begins the connection as soon as the channel has let go of its socket. */
  void take(Channel channel) {
    var loop = (IoEventLoop) channel.eventLoop();
    var peer = channel.remoteAddress();
    channel
        .deregister()
        .addListener(done -> {
          var socket = (Socket) ((EpollSocketChannel) channel).fd();
          var line = new EpollTransport(socket, peer, context);
          var connection = prepare.apply(line);
          byte[] bytes = early.toByteArray();
          if (bytes.length > 0) {
            connection.received(bytes, 0, bytes.length);
          }
          connection.begin();
          line.start(connection, loop);
        });
  }
}
