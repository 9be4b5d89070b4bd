package dev.parley.internal.netty;

import dev.parley.Limit;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.limit.TokenBucket;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One HTTP/2 connection (RFC 9113): how many streams it has, what it may ask for besides, and when
 * it ends. Each stream is a channel of its own on the same event loop. Event loop only.
 */
final class Http2Connection extends SweptHandler {
  /** The version as requests tell it. */
  static final String VERSION = "HTTP/2";

  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  /** How much of a stream may come before its handler has taken it: the default of the RFC. */
  private static final int STREAM_WINDOW_BYTES = 65_535;

  private static final int MAX_CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024;

  /** How often PING, SETTINGS and the like may come; well-behaved peers send a few a minute. */
  private static final int MAX_CONTROL_FRAMES_PER_SECOND = 100;

  /** How many streams a client may reset in {@link #RESET_WINDOW_SECONDS} (CVE-2023-44487). */
  private static final int MAX_RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;
  private static final int MAX_SMALL_CONTINUATIONS = 16;

  private final TokenBucket controlFrames;
  private final Set<Channel> streams = new HashSet<>();

  /** Since when there is no stream. */
  private long idleSince;

  private boolean servedAny;

  private Http2Connection(Engine engine, LoopContext context, RequestLine line) {
    super(engine, context, IdleBytes.channel(line) + IdleBytes.HTTP2);
    this.idleSince = engine.settings().time().nanoTime();
    this.controlFrames = new TokenBucket(MAX_CONTROL_FRAMES_PER_SECOND, idleSince);
  }

  /** Has a channel speak HTTP/2, which takes more than it did: where lines are full it ends. */
  static void addTo(
      ChannelPipeline pipeline, Engine engine, LoopContext context, RequestLine line) {
    if (context.isFull()) {
      engine.settings().hits().hit(Limit.CONNECTION_MEMORY, pipeline.channel().remoteAddress());
      pipeline.channel().close();
      return;
    }
    var config = engine.settings().config();
    var connection = new Http2Connection(engine, context, line);
    var settings =
        Http2Settings.defaultSettings()
            .connectProtocolEnabled(true)
            .maxConcurrentStreams(config.maxStreamsPerConnection())
            .initialWindowSize(STREAM_WINDOW_BYTES)
            .maxHeaderListSize((long) config.maxHeaderBytes() + config.maxTargetBytes());
    var codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(settings)
            .decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
            .encoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
            .decoderEnforceMaxSmallContinuationFrames(MAX_SMALL_CONTINUATIONS)
            .gracefulShutdownTimeoutMillis(config.closeTimeout().toMillis())
            .build();
    pipeline
        .addLast(codec)
        .addLast(
            new Http2MultiplexHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    connection.opened(stream);
                    stream.pipeline().addLast(new Http2Stream(engine, context, line));
                  }
                }))
        .addLast(connection);
  }

  /** Has the HTTP/2 connections of an event loop end once their streams have. */
  static void goAway(List<Swept> ofLoop) {
    for (var one : ofLoop) {
      if (one instanceof Http2Connection connection) {
        connection.leave();
      }
    }
  }

  private void opened(Channel stream) {
    servedAny = true;
    streams.add(stream);
    stream
        .closeFuture()
        .addListener(closed -> {
          streams.remove(stream);
          if (streams.isEmpty()) {
            idleSince = engine.settings().time().nanoTime();
          }
        });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    super.handlerAdded(added);
    var turns = added.pipeline().get(Turns.class);
    if (turns != null) {
      turns.shared();
    }
    // A stream whose handler does not read must leave room for all the others.
    int streamsAtOnce = engine.settings().config().maxStreamsPerConnection();
    long window = Math.min(MAX_CONNECTION_WINDOW_BYTES, (streamsAtOnce + 1L) * STREAM_WINDOW_BYTES);
    added.writeAndFlush(new DefaultHttp2WindowUpdateFrame((int) window - STREAM_WINDOW_BYTES));
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    List.copyOf(streams).forEach(Channel::close);
    super.channelInactive(inactive);
  }

  /** Takes frames that belong to no stream; those that want an answer have got it. */
  @Override
  public void channelRead(ChannelHandlerContext channel, Object frame) {
    ReferenceCountUtil.release(frame);
    if (!controlFrames.tryTake(1, engine.settings().time().nanoTime())) {
      LOG.debug("{} sends too many control frames", channel.channel().remoteAddress());
      channel
          .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
          .addListener(sent -> cut(channel.channel()));
    }
  }

  /** Ends the connection without waiting for its streams. */
  private static void cut(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }

  private void leave() {
    channel().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
  }

  @Override
  public void sweep(long nanoTime) {
    if (!streams.isEmpty()) {
      return;
    }
    var config = engine.settings().config();
    var patience = servedAny ? config.idleHttpTimeout() : config.handshakeTimeout();
    if (nanoTime - idleSince >= patience.toNanos()) {
      channel().close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      // There is no half of an HTTP/2 connection: nothing more can be asked, nor acknowledged.
      cut(channel.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable failure) {
    LOG.debug("The line to {} failed", channel.channel().remoteAddress(), failure);
    boolean answered = Http2CodecUtil.getEmbeddedHttp2Exception(failure) != null;
    if (!answered) {
      cut(channel.channel());
    }
  }
}
