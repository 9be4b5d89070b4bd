package dev.parley.internal.netty;

import static io.netty.handler.codec.http2.Http2CodecUtil.FRAME_HEADER_LENGTH;

import dev.parley.Headers;
import dev.parley.Limit;
import dev.parley.internal.connection.ConnectionTask;
import dev.parley.internal.connection.Direction;
import dev.parley.internal.connection.Holder;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The request of one stream: an HTTP request is served on a virtual thread, an extended CONNECT
 * turns the stream into a connection. Event loop only.
 */
final class Http2Stream extends SweptHandler implements Holder {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  /** What the objects of a stream take; a client may have a hundred on each line. */
  private static final int STREAM_BYTES = 1536;

  private final RequestLine line;
  private final RequestMemory memory;
  private final long since;

  /** The request whose body is arriving. */
  private @Nullable RequestHead head;

  /** How much memory it takes without its body. */
  private int headBytes;

  private RequestBody body = RequestBody.empty();
  private final BodyFraming framing = new BodyFraming();

  /** Whether everything has come, or is not wanted any more. */
  private boolean answered;

  /** Whether the client has sent everything. */
  private boolean inputEnded;

  Http2Stream(Engine engine, LoopContext context, RequestLine line) {
    super(engine, context, 0); // What it takes counts with its request.
    this.line = line;
    this.memory = new RequestMemory(context);
    this.since = engine.settings().time().nanoTime();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    super.handlerRemoved(removed);
    memory.countNothing();
  }

  @Override
  public void channelRead(ChannelHandlerContext stream, Object frame) {
    try {
      switch (frame) {
        case Http2HeadersFrame headers -> {
          inputEnded = headers.isEndStream();
          take(stream, headers);
        }
        case Http2DataFrame data -> {
          inputEnded = data.isEndStream();
          collect(stream, data);
        }
        default -> LOG.trace("A {} was ignored", frame.getClass().getSimpleName());
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void take(ChannelHandlerContext stream, Http2HeadersFrame headers) {
    if (answered) {
      return;
    }
    if (head != null) {
      // Trailers: they end the request, and what they say is not asked for.
      serveOnceEnded(stream, head);
      return;
    }
    int maxTargetBytes = engine.settings().config().maxTargetBytes();
    switch (Http2Request.of(
        headers.headers(), line, stream.channel().remoteAddress(), maxTargetBytes)) {
      case Http2Request.Malformed malformed -> reset(stream, Http2Error.PROTOCOL_ERROR);
      case Http2Request.Refused(var status, var detail) -> refuse(stream, problem(status, detail));
      case Http2Request.Asked(var asked, var webSocket) ->
          begin(
              stream,
              asked.from(ProxyHeaderDecoder.clientOf(stream.channel().parent())),
              webSocket);
    }
  }

  private void begin(ChannelHandlerContext stream, RequestHead asked, boolean webSocket) {
    if (memory.isShortForHead(asked.heldBytes())) {
      refuse(stream, shortOfMemory(Limit.INBOUND_BUDGET));
    } else if (webSocket && context.isFull()) {
      refuse(stream, shortOfMemory(Limit.CONNECTION_MEMORY));
    } else if (webSocket) {
      upgrade(stream, asked);
    } else {
      awaitBody(stream, asked);
    }
  }

  // --- HTTP ---

  private void awaitBody(ChannelHandlerContext stream, RequestHead asked) {
    head = asked;
    headBytes = STREAM_BYTES + asked.heldBytes();
    memory.count(headBytes);
    var expected = asked.headers().first("expect");
    if (!inputEnded && expected.isPresent() && expected.get().equalsIgnoreCase("100-continue")) {
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("100")));
    }
    serveOnceEnded(stream, asked);
  }

  private void collect(ChannelHandlerContext stream, Http2DataFrame data) {
    if (answered || head == null) {
      return;
    }
    int bytes = data.content().readableBytes();
    if (body.size() + bytes > engine.settings().config().maxRequestBodyBytes()) {
      refuse(stream, problem(413, "The body has more bytes than this server takes."));
      return;
    }
    framing.add(FRAME_HEADER_LENGTH + data.padding(), bytes);
    if (framing.isExcessive()) {
      refuse(stream, problem(413, BodyFraming.PROBLEM));
      return;
    }
    body = body.with(data.content());
    memory.count(headBytes + body.heldBytes());
    if (!inputEnded) {
      memory.awaitIfShort(
          () -> Http2Window.close(stream.channel()), () -> Http2Window.open(stream.channel()));
    }
    serveOnceEnded(stream, head);
  }

  private void serveOnceEnded(ChannelHandlerContext stream, RequestHead asked) {
    if (!inputEnded) {
      return;
    }
    answered = true;
    // Behind the frames that came with it: they may reset the stream.
    context.loop().execute(() -> serve(stream.channel(), asked));
  }

  /** Serves a request, unless its stream has ended by now (CVE-2023-44487). */
  private void serve(Channel stream, RequestHead asked) {
    if (!stream.isActive()) {
      return;
    }
    var patience = engine.settings().config().sendTimeout();
    byte[] content = body.bytes();
    Thread.ofVirtual()
        .start(
            () -> engine.serve(asked, content, reply -> Http2Answer.send(stream, reply, patience)));
  }

  /** Answers at once; what else the client wants to send is not wanted (RFC 9113, section 8.1). */
  private void refuse(ChannelHandlerContext stream, HttpReply reply) {
    answered = true;
    body = RequestBody.empty();
    memory.countNothing();
    Http2Answer.of(reply).end(stream.channel());
    if (!inputEnded) {
      reset(stream, Http2Error.NO_ERROR);
    }
  }

  private void reset(ChannelHandlerContext stream, Http2Error error) {
    answered = true;
    stream.writeAndFlush(new DefaultHttp2ResetFrame(error));
  }

  // --- memory ---

  @Override
  public int recount(Direction direction) {
    return memory.counted(direction);
  }

  @Override
  public void giveUp(Direction direction) {
    if (answered || channel().isRemoved()) {
      return; // It is being served, and will be the sooner the less others hold.
    }
    refuse(channel(), shortOfMemory(Limit.INBOUND_BUDGET));
  }

  // --- handshake ---

  private void upgrade(ChannelHandlerContext stream, RequestHead asked) {
    switch (OpeningHandshake.ofExtendedConnect(asked.headers())) {
      case OpeningHandshake.Malformed(int status, Headers headers, String message) ->
          refuse(stream, Wire.withHeaders(problem(status, message), headers));
      case OpeningHandshake.Proper proper -> {
        switch (engine.decide(asked, proper)) {
          case Engine.Decision.Refuse(var reply) -> refuse(stream, reply);
          case Engine.Decision.Serve(var served) -> becomeConnection(stream, served);
        }
      }
      case OpeningHandshake.NotAnUpgrade impossible ->
          throw new IllegalStateException("An extended CONNECT asks for a protocol.");
    }
  }

  private void becomeConnection(ChannelHandlerContext stream, ConnectionTask.Request served) {
    var transport = new Http2Transport(stream.channel(), context, engine.settings());
    var connection =
        ConnectionTask.prepare(transport, context, engine.settings(), served, engine.services());
    transport.listener(connection);
    stream.pipeline().addLast(new Http2Frames(connection, context));
    stream.pipeline().remove(this);
    connection.begin();
  }

  // --- the line ---

  @Override
  public void sweep(long nanoTime) {
    var patience = engine.settings().config().handshakeTimeout();
    if (!answered && nanoTime - since >= patience.toNanos()) {
      refuse(channel(), problem(408, RequestProblem.TOO_LATE));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext stream, Throwable failure) {
    failed(stream, failure);
  }

  /** Ends a stream that failed. */
  static void failed(ChannelHandlerContext stream, Throwable failure) {
    LOG.debug("A stream of {} failed", stream.channel().remoteAddress(), failure);
    // What the client did wrong has the codec reset the stream next. It counts such resets
    // (CVE-2025-8671), but not the CANCEL that closing the stream here would send.
    if (!(failure instanceof Http2Exception.StreamException)) {
      stream.close();
    }
  }
}
