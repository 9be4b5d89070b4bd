import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.File;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Netty as it comes: stock codec, native epoll, one event loop for each core, one flush for each read. */
final class NettyPeer {
  private static final ChannelGroup MEMBERS = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  private NettyPeer() {}

  private static final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final Optional<SslContext> tls;
    private final boolean compressing;

    private Pipeline(Optional<SslContext> tls, boolean compressing) {
      this.tls = tls;
      this.compressing = compressing;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      var config =
          WebSocketServerProtocolConfig.newBuilder()
              .websocketPath("/ws")
              .allowExtensions(compressing)
              .checkStartsWith(true)
              .maxFramePayloadLength(1 << 20)
              .build();
      tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(64 * 1024));
      if (compressing) {
        channel.pipeline().addLast(compression());
      }
      channel
          .pipeline()
          .addLast(new WebSocketServerProtocolHandler(config))
          .addLast(new Route());
    }
  }

  /** Each message by itself, as the load generator asks for. */
  private static WebSocketServerExtensionHandler compression() {
    return new WebSocketServerExtensionHandler(
        new PerMessageDeflateServerExtensionHandshaker(6, false, 15, true, true, 1 << 20));
  }

  /** Once the connection is open, its path decides what becomes of its messages. */
  private static final class Route extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete handshake) {
        boolean room = handshake.requestUri().equals("/ws/room");
        context.pipeline().replace(this, null, room ? new Room() : new Echo());
      }
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      context.write(frame.retain(), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  private static final class Room extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      MEMBERS.add(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      MEMBERS.writeAndFlush(frame.retain(), ChannelMatchers.all(), true);
    }
  }

  /** Arguments: port, and then "plain", "deflate" or "tls" with the files of chain and key. */
  public static void main(String[] arguments) throws InterruptedException, SSLException {
    boolean encrypted = arguments[1].equals("tls");
    var tls =
        encrypted
            ? Optional.of(
                SslContextBuilder.forServer(new File(arguments[2]), new File(arguments[3])).build())
            : Optional.<SslContext>empty();
    var loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
    new ServerBootstrap()
        .group(loops)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(new Pipeline(tls, arguments[1].equals("deflate")))
        .bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])))
        .sync();
  }
}
