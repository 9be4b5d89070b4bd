package dev.parley.internal.netty;

import dev.parley.internal.log.LoopLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the socket away from a channel: the channel, its pipeline and its buffers are forgotten.
 * Event loop only.
 */
final class BareSocket extends ChannelInboundHandlerAdapter {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");
  private static final byte[] NOTHING = {};

  /** Goes on with a socket that has no channel any more. */
  @FunctionalInterface
  interface Next {
    /**
     * Goes on.
     *
     * @param socket the socket; closed if the client left meanwhile, and then its number may belong
     *     to another line
     * @param unread what has been read and nobody has looked at
     */
    void goOn(Socket socket, byte[] unread);
  }

  private final Next next;

  /** What comes out of the pipeline; null if nobody wants it. */
  private final @Nullable ByteArrayOutputStream unread;

  private BareSocket(Next next, @Nullable ByteArrayOutputStream unread) {
    this.next = next;
    this.unread = unread;
  }

  /** Takes a socket, and keeps what has been read. */
  static BareSocket keeping(Next next) {
    return new BareSocket(next, new ByteArrayOutputStream(0));
  }

  /** Takes a socket, and drops what has been read. */
  static BareSocket dropping(Consumer<Socket> next) {
    return new BareSocket((socket, unread) -> next.accept(socket), null);
  }

  /** Tells whether a channel is nothing but a socket of epoll. */
  static boolean isUnder(Channel channel) {
    return channel instanceof EpollSocketChannel
        && channel.pipeline().get(SslHandler.class) == null;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    try {
      if (unread != null && message instanceof ByteBuf bytes) {
        unread.writeBytes(ByteBufUtil.getBytes(bytes));
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

  /** Goes on as soon as the channel has let go of its socket. */
  void take(Channel channel) {
    channel
        .deregister()
        .addListener(done -> next.goOn((Socket) ((EpollSocketChannel) channel).fd(), unread()));
  }

  private byte[] unread() {
    return unread == null || unread.size() == 0 ? NOTHING : unread.toByteArray();
  }
}
