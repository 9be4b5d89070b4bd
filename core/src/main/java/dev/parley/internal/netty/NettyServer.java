package dev.parley.internal.netty;

import dev.parley.Limit;
import dev.parley.ServerConfig;
import dev.parley.internal.connection.HandlerThreads;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.loop.CarrierLoops;
import dev.parley.internal.time.TimeSource;
import dev.parley.internal.tls.Certificates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The event loops and the listening socket of a server. */
public final class NettyServer {
  private static final Duration MOST_BETWEEN_SWEEPS = Duration.ofSeconds(1);
  private static final Duration LEAST_BETWEEN_SWEEPS = Duration.ofMillis(10);
  private static final int BACKLOG = 4_096;

  private final Engine engine;
  private final TimeSource time;
  private final Duration sweepInterval;

  /** Which peers are proxies that say first for whom they speak. */
  private final Predicate<SocketAddress> speakFirst;

  private final int loopCount = Runtime.getRuntime().availableProcessors();
  private final EventLoopGroup loops;

  /** What is served over TLS; empty if the server speaks in clear. */
  private final Optional<Certificates> certificates;

  private final Map<EventLoop, LoopContext> contexts = new ConcurrentHashMap<>();
  private final Channel listening;
  private volatile boolean closed;

  private NettyServer(Engine engine, NetworkKind kind, SocketAddress address) {
    this.engine = engine;
    this.time = engine.settings().time();
    this.speakFirst = ProxyHeaderDecoder.expectedFrom(engine.settings().config().proxies());
    this.sweepInterval = sweepInterval(engine.settings().config());
    this.certificates = kind.certificates(engine.settings());
    this.loops = new CarrierLoops(loopCount, kind.ioHandlers());
    this.listening = bind(kind, address);
    certificates.ifPresent(Certificates::watch);
    sweepLater();
  }

  /**
   * Starts to listen.
   *
   * @throws UncheckedIOException if the address cannot be had
   */
  public static NettyServer start(Engine engine, NetworkKind kind, SocketAddress address) {
    return new NettyServer(engine, kind, address);
  }

  /** The address that is listened on. */
  public SocketAddress address() {
    return listening.localAddress();
  }

  private Channel bind(NetworkKind kind, SocketAddress address) {
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channelFactory(kind.serverChannels())
            .childHandler(new Pipeline());
    if (!engine.doorkeeper().isAway()) {
      bootstrap.handler(new Doorway(engine.doorkeeper()));
    }
    kind.options(bootstrap, BACKLOG);
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new UncheckedIOException(BindFailure.of(address, bound.cause()));
    }
    // Behind the acceptor, which pauses for a second and hands the failure on.
    bound.channel().pipeline().addLast(new AcceptFailures(time));
    return bound.channel();
  }

  /** Tells whether TLS is spoken. */
  public boolean speaksTls() {
    return certificates.isPresent();
  }

  /** Reads the files of the certificates again. */
  public void reloadCertificates() {
    certificates
        .orElseThrow(() ->
            new IllegalStateException(
                "This server does not speak TLS: it has neither tlsCertificates nor"
                    + " tlsKeystore."))
        .reload();
  }

  /** Stops listening; what is connected stays. */
  public void stopListening() {
    closed = true;
    listening.close().awaitUninterruptibly();
    onEachLoop(Http2Connection::goAway);
  }

  /** What has deadlines, by event loop; asked on each loop. */
  public void onEachLoop(Consumer<List<Swept>> action) {
    contexts.forEach((loop, context) -> loop.execute(() -> action.accept(context.swept())));
  }

  /**
   * Waits until every event loop has done what it has been given, and has looked at all deadlines
   * if it had begun to. Not to be called on one.
   */
  public void awaitLoops() {
    loops.forEach(loop -> {
      var done = loop.<Void>newPromise();
      loop.execute(() -> {
        var context = contexts.get((EventLoop) loop);
        if (context == null) {
          done.setSuccess(null); // No line has come to it yet.
        } else {
          context.afterSweep(() -> done.setSuccess(null));
        }
      });
      done.awaitUninterruptibly();
    });
  }

  /** Ends the event loops. */
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    certificates.ifPresent(Certificates::close);
  }

  private void sweepLater() {
    time.schedule(sweepInterval, this::sweep);
  }

  private void sweep() {
    long now = time.nanoTime();
    contexts.forEach((loop, context) -> {
      if (!loop.isShuttingDown()) {
        loop.execute(() -> context.sweep(now));
      }
    });
    if (!loops.isShuttingDown()) {
      sweepLater();
    }
  }

  private static Duration sweepInterval(ServerConfig config) {
    var shortest =
        List.of(
                config.handshakeTimeout(),
                config.heartbeatInterval(),
                config.heartbeatTimeout(),
                config.closeTimeout(),
                config.limits().firstMessageTimeout().orElse(config.handshakeTimeout()),
                config.limits().idleTimeout().orElse(config.handshakeTimeout()),
                MOST_BETWEEN_SWEEPS.multipliedBy(4))
            .stream()
            .min(Duration::compareTo)
            .orElseThrow()
            .dividedBy(4);
    return shortest.compareTo(LEAST_BETWEEN_SWEEPS) < 0 ? LEAST_BETWEEN_SWEEPS : shortest;
  }

  private LoopContext context(Channel channel) {
    return contexts.computeIfAbsent(
        channel.eventLoop(),
        loop -> new LoopContext(loop, (HandlerThreads) loop, engine.settings(), loopCount));
  }

  @ChannelHandler.Sharable
  private final class Pipeline extends ChannelInitializer<Channel> {
    private final HeadLimits limits = HeadLimits.of(engine.settings().config());
    private final HttpDecoderConfig decoding = RequestDecoder.config(limits);

    @Override
    protected void initChannel(Channel channel) {
      // One that has been made of a socket again was let in before, and has no parent.
      if (channel.parent() != null && !letIn(channel)) {
        channel.close();
        return;
      }
      if (speakFirst.test(channel.remoteAddress())) {
        channel.pipeline().addLast(new ProxyHeaderDecoder());
      }
      channel.pipeline().addLast(new Turns(context(channel)));
      if (certificates.isPresent()) {
        TlsHandshake.addTo(channel, certificates.get(), engine, context(channel), this::addHttp);
      } else {
        channel.pipeline().addLast(new SilentLine(engine, context(channel), this::addHttp));
      }
    }

    private boolean letIn(Channel channel) {
      if (closed) {
        return false;
      }
      boolean full = context(channel).isFull();
      if (full) {
        engine.settings().hits().hit(Limit.CONNECTION_MEMORY, channel.remoteAddress());
      }
      return !full;
    }

    private void addHttp(Channel channel, RequestLine line) {
      if (line.httpVersion().equals(Http2Connection.VERSION)) {
        Http2Connection.addTo(channel.pipeline(), engine, context(channel), line);
        return;
      }
      var decoder = new RequestDecoder(decoding, limits, context(channel).scratch());
      channel
          .pipeline()
          .addLast(decoder)
          .addLast(new RequestHandler(engine, context(channel), decoder, line, reopening(channel)));
    }

    /** What makes a channel of a socket again; null if there is more to it than a socket. */
    private @Nullable ChannelHandler reopening(Channel channel) {
      return BareSocket.isUnder(channel) && !speakFirst.test(channel.remoteAddress()) ? this : null;
    }
  }
}
