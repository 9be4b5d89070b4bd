package dev.parley.internal.netty;

import static java.util.Objects.requireNonNull;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Sweeps;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.log.LoopLog;
import dev.parley.internal.tls.Certificates;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Waits for the handshake of TLS, for its time, and then lets in what speaks HTTP. */
final class TlsHandshake extends ApplicationProtocolNegotiationHandler implements Swept {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  private final Engine engine;
  private final LoopContext context;
  private final BiConsumer<Channel, RequestLine> addHttp;
  private final long since;
  private @Nullable ChannelHandlerContext channel;
  private Sweeps.@Nullable Place place;

  private TlsHandshake(
      Engine engine, LoopContext context, BiConsumer<Channel, RequestLine> addHttp) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.engine = engine;
    this.context = context;
    this.addHttp = addHttp;
    this.since = engine.settings().time().nanoTime();
  }

  /** Has a new channel speak TLS first. */
  static void addTo(
      Channel channel,
      Certificates certificates,
      Engine engine,
      LoopContext context,
      BiConsumer<Channel, RequestLine> addHttp) {
    channel
        .pipeline()
        .addLast(new PlainTextGuard(engine))
        .addLast(certificates.newHandler())
        .addLast(new TlsHandshake(engine, context, addHttp));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    channel = added;
    place = context.add(this);
    super.handlerAdded(added);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) throws Exception {
    context.remove(place);
    super.handlerRemoved(removed);
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) throws Exception {
    context.remove(place);
    super.channelInactive(inactive);
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext done, String protocol) {
    var session = done.pipeline().get(SslHandler.class).engine().getSession();
    var version =
        protocol.equals(ApplicationProtocolNames.HTTP_2) ? Http2Connection.VERSION : "HTTP/1.1";
    LOG.debug(
        "{} speaks {} over {} with {}",
        done.channel().remoteAddress(),
        version,
        session.getProtocol(),
        session.getCipherSuite());
    addHttp.accept(done.channel(), new RequestLine(version, true, clientCertificate(session)));
  }

  private static Optional<X509Certificate> clientCertificate(SSLSession session) {
    try {
      return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  @Override
  public int idleBytes() {
    return IdleBytes.channel(true);
  }

  @Override
  public void sweep(long nanoTime) {
    var patience = engine.settings().config().handshakeTimeout();
    if (nanoTime - since >= patience.toNanos()) {
      var line = requireNonNull(channel).channel();
      LOG.debug("{} did not finish its TLS handshake in time", line.remoteAddress());
      line.unsafe().close(line.voidPromise());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      channel.close();
    } else {
      super.userEventTriggered(channel, event);
    }
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext channel, Throwable cause) {
    LOG.debug(
        "The TLS handshake with {} failed: {}",
        channel.channel().remoteAddress(),
        cause.getMessage());
    channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable failure) {
    handshakeFailure(channel, failure);
  }
}
