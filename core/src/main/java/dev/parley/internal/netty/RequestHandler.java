package dev.parley.internal.netty;

import dev.parley.Http2;
import dev.parley.Limit;
import dev.parley.internal.connection.Connection;
import dev.parley.internal.connection.ConnectionTask;
import dev.parley.internal.connection.Direction;
import dev.parley.internal.connection.Holder;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Transport;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.http.HostField;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.ReplyEncoder;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.http.RequestLine;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of a channel one after the other: an HTTP request is served on a virtual
 * thread, a handshake turns the channel into a connection.
 */
final class RequestHandler extends SweptHandler implements Holder {
  private final RequestDecoder decoder;
  private final RequestLine line;
  private final RequestMemory memory;

  /** Makes a channel of a socket again; null if the channel cannot do without. */
  private final @Nullable ChannelHandler reopening;

  private @Nullable Turns turns;

  /** The request whose body is arriving. */
  private @Nullable DecodedHead request;

  private @Nullable RequestBody body;

  private boolean serving;
  private boolean servedAny;

  /** Whether the client will send nothing more; it may still want answers. */
  private boolean inputEnded;

  private boolean closing;

  /** Since when a request, or the rest of it, is awaited. */
  private long awaitingSince;

  /** Whether the head that comes has been seen before there was this handler. */
  private boolean headSeen;

  /** Whether a sweep has found a head that has begun: from then on, its rest is awaited. */
  private boolean inHead;

  RequestHandler(
      Engine engine,
      LoopContext context,
      RequestDecoder decoder,
      RequestLine line,
      @Nullable ChannelHandler reopening) {
    super(engine, context, IdleBytes.channel(line));
    this.decoder = decoder;
    this.line = line;
    this.memory = new RequestMemory(context);
    this.reopening = reopening;
  }

  /**
   * Says what was before there was this handler.
   *
   * @param since when the wait for the request began, or for its body
   * @param seen whether its head has been seen, and comes again
   */
  void goOn(long since, boolean seen) {
    awaitingSince = since;
    headSeen = seen;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    super.handlerAdded(added);
    turns = Turns.of(added.channel());
    awaitingSince = engine.settings().time().nanoTime();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    super.handlerRemoved(removed);
    memory.countNothing();
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    try {
      if (!closing) {
        take(channel, message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext channel) {
    if (closing) {
      return;
    }
    var head = request;
    if (head == null) {
      if (decoder.halfHeadBytes() > 0) {
        awaitRestOfHead(channel);
      }
    } else if (body == null) {
      awaitBody(channel, head);
    }
  }

  private void awaitRestOfHead(ChannelHandlerContext channel) {
    memory.countHalfHead(decoder.heldBytes());
    if (!HalfHead.isLittle(decoder.halfHeadBytes())) {
      if (memory.isShortForHalfHead(!turns().isEmpty())) {
        refuse(channel, shortOfMemory(Limit.INBOUND_BUDGET));
      }
    } else if (reopening != null && needsNoChannel(channel) && turns().isEmpty()) {
      var call = Doorway.moved(channel.pipeline());
      leaveChannel(channel, new HalfHead(engine, context, reopening, awaitingSince, call));
    }
  }

  private void awaitBody(ChannelHandlerContext channel, DecodedHead head) {
    byte[] alone = decoder.takeHeadAlone();
    if (alone != null && reopening != null && needsNoChannel(channel) && turns().isEmpty()) {
      var call = Doorway.moved(channel.pipeline());
      leaveChannel(
          channel, new AwaitedBody(engine, context, reopening, awaitingSince, call, alone));
    } else {
      memory.countWholeHead(head.heldBytes());
    }
  }

  private void take(ChannelHandlerContext channel, Object message) {
    if (message instanceof HttpRequest head && !begin(channel, head)) {
      return;
    }
    if (message instanceof HttpContent content && request != null) {
      if (content.decoderResult().isFailure()) {
        refuse(channel, problem(400, "The body of the request is malformed."));
      } else if (decoder.framing().isExcessive()) {
        refuse(channel, problem(413, BodyFraming.PROBLEM));
      } else if (collect(channel, request, content)) {
        if (content instanceof LastHttpContent) {
          complete(channel);
        } else if (decoder.framing().takesRest()) {
          turns().rest();
        }
      }
    }
  }

  /** Takes the head of a request. Returns false if it is refused. */
  private boolean begin(ChannelHandlerContext channel, HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      var why = RequestProblem.of(head, engine.settings().config());
      refuse(channel, problem(why.status(), why.message()));
      return false;
    }
    for (var coding : head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING)) {
      if (!coding.equalsIgnoreCase("chunked")) {
        refuse(channel, problem(501, "The only transfer coding here is 'chunked'."));
        return false;
      }
    }
    if (memory.isShortForHead(decoder.heldBytes())) {
      refuse(channel, shortOfMemory(Limit.INBOUND_BUDGET));
      return false;
    }
    if (!headSeen) {
      awaitingSince = engine.settings().time().nanoTime();
      if (HttpUtil.is100ContinueExpected(head)) {
        channel.writeAndFlush(Wire.continueExpected(channel));
      }
    }
    headSeen = false;
    request = DecodedHead.takenFrom(head);
    body = null;
    memory.endHalfHead();
    return true;
  }

  private boolean collect(ChannelHandlerContext channel, DecodedHead head, HttpContent content) {
    int bytes = content.content().readableBytes();
    if (bytes == 0) {
      return true;
    }
    var before = body == null ? RequestBody.empty() : body;
    if (before.size() + bytes > engine.settings().config().maxRequestBodyBytes()) {
      refuse(channel, problem(413, "The body has more bytes than this server takes."));
      return false;
    }
    var collected = before.with(content.content());
    body = collected;
    memory.count(head.heldBytes() + collected.heldBytes());
    memory.awaitIfShort(turns()::pause, turns()::resume);
    return true;
  }

  private void complete(ChannelHandlerContext channel) {
    var head = Objects.requireNonNull(request);
    var content = body == null ? new byte[0] : body.bytes();
    request = null;
    body = null;
    if (Http2Preface.starts(head) && engine.settings().config().http2() == Http2.CLEARTEXT) {
      Http2Preface.switchOver(channel, decoder, engine, context, line);
      return;
    }
    if (!head.isOfHttp11() && !head.version().equals(HttpVersion.HTTP_1_0)) {
      refuse(channel, problem(505, "This server speaks HTTP/1.1."));
      return;
    }
    var hosts = head.headers().all("host");
    if (head.isOfHttp11() && hosts.size() != 1) {
      refuse(channel, problem(400, "Header 'Host' is expected once."));
      return;
    }
    for (var host : hosts) {
      if (!HostField.isProper(host)) {
        refuse(channel, problem(400, "Header 'Host' is no host with or without a port."));
        return;
      }
      if (!HostField.isOf(head.target(), host)) {
        refuse(channel, problem(400, "The request target and header 'Host' differ."));
        return;
      }
    }
    switch (OpeningHandshake.of(head.method(), head.version().text(), head.headers())) {
      case OpeningHandshake.NotAnUpgrade none -> serve(channel, head, content);
      case OpeningHandshake.Malformed malformed -> {
        var problem = problem(malformed.status(), malformed.message());
        refuse(channel, Wire.withHeaders(problem, malformed.headers()));
      }
      case OpeningHandshake.Proper proper -> {
        if (content.length > 0) {
          refuse(channel, problem(400, "A handshake has no body."));
        } else {
          upgrade(channel, requestHead(channel, head, line.webSocketScheme()), proper);
        }
      }
    }
  }

  private RequestHead requestHead(ChannelHandlerContext channel, DecodedHead head, String scheme) {
    var asItCame =
        new RequestHead(
            head.method(),
            head.target(),
            scheme,
            head.headers(),
            line.withHttpVersion(head.version().text()),
            channel.channel().remoteAddress());
    return asItCame.from(ProxyHeaderDecoder.clientOf(channel.channel()));
  }

  // --- HTTP ---

  private void serve(ChannelHandlerContext channel, DecodedHead head, byte[] content) {
    serving = true;
    memory.count(head.heldBytes() + content.length);
    boolean keepAlive = head.keepsAlive();
    var requestHead = requestHead(channel, head, line.httpScheme());
    Thread.ofVirtual()
        .start(() -> {
          engine.serve(requestHead, content, reply -> Wire.send(channel, reply, keepAlive));
          context.loop().execute(() -> served(channel, keepAlive));
        });
  }

  private void served(ChannelHandlerContext channel, boolean keepAlive) {
    serving = false;
    memory.countNothing();
    servedAny = true;
    awaitingSince = engine.settings().time().nanoTime();
    if (!keepAlive) {
      finish();
      Wire.finish(channel);
      return;
    }
    if (decoder.holdsMore()) {
      context.later(() -> next(channel));
    } else if (inputEnded) {
      channel.close();
    } else {
      turns().known();
      next(channel);
    }
  }

  private void next(ChannelHandlerContext channel) {
    try {
      decoder.next(channel);
      channelReadComplete(channel);
    } catch (Exception failure) {
      exceptionCaught(channel, failure);
    }
  }

  private void refuse(ChannelHandlerContext channel, HttpReply reply) {
    finish();
    byte[] answer = ReplyEncoder.closing(reply);
    if (needsNoChannel(channel) && answer.length <= LingeringClose.MAX_ANSWER_BYTES) {
      refuseOnSocket(channel, answer);
    } else {
      Wire.sendAndFinish(channel, answer);
    }
  }

  /** Tells whether a line is no more than a socket, and nothing has been sent on it. */
  private boolean needsNoChannel(ChannelHandlerContext channel) {
    var unsent = channel.channel().unsafe().outboundBuffer();
    return reopening != null && !servedAny && unsent != null && unsent.isEmpty();
  }

  private void refuseOnSocket(ChannelHandlerContext channel, byte[] answer) {
    var call = Doorway.moved(channel.pipeline());
    var end = new LingeringClose(context, awaitingSince, call);
    var loop = (IoEventLoop) channel.channel().eventLoop();
    turns().drop();
    leaveChannel(channel, BareSocket.dropping(socket -> end.start(socket, loop, answer)));
  }

  /** Nothing more is read but the end of the line, so that the peer gets to read the answer. */
  private void finish() {
    closing = true;
    request = null;
    body = null;
    memory.countNothing();
    decoder.discard();
    awaitingSince = engine.settings().time().nanoTime();
    turns().resume();
  }

  private Turns turns() {
    return Objects.requireNonNull(turns);
  }

  // --- memory ---

  @Override
  public int recount(Direction direction) {
    return memory.counted(direction);
  }

  @Override
  public void giveUp(Direction direction) {
    if (serving || closing || channel().isRemoved()) {
      return; // It is being served, and will be the sooner the less others hold.
    }
    refuse(channel(), shortOfMemory(Limit.INBOUND_BUDGET));
  }

  // --- handshake ---

  private void upgrade(
      ChannelHandlerContext channel, RequestHead head, OpeningHandshake.Proper opening) {
    switch (engine.decide(head, opening)) {
      case Engine.Decision.Refuse(var reply) -> refuse(channel, reply);
      case Engine.Decision.Serve(var served) -> becomeConnection(channel, served);
    }
  }

  /**
   * Replaces the HTTP handlers by the one for frames. What the decoder has read beyond the
   * handshake is handed on by its removal, so that no early frame is lost.
   */
  private void becomeConnection(ChannelHandlerContext channel, ConnectionTask.Request served) {
    var pipeline = channel.pipeline();
    Doorway.passed(pipeline);
    if (BareSocket.isUnder(channel.channel())) {
      var loop = (IoEventLoop) channel.channel().eventLoop();
      leaveChannel(
          channel,
          BareSocket.keeping((socket, early) -> {
            var bare = new EpollTransport(socket, context);
            var connection = prepare(bare, served);
            if (early.length > 0) {
              connection.received(early, 0, early.length);
            }
            connection.begin();
            bare.start(connection, loop);
          }));
      return;
    }
    var transport = new NettyTransport(channel.channel(), context);
    var connection = prepare(transport, served);
    transport.listener(connection);
    pipeline.addLast(new FrameHandler(connection, context));
    pipeline.remove(this);
    pipeline.remove(decoder);
    pipeline.remove(Turns.class);
    connection.begin();
  }

  private void leaveChannel(ChannelHandlerContext channel, BegunRequest begun) {
    var loop = (IoEventLoop) channel.channel().eventLoop();
    leaveChannel(channel, BareSocket.keeping((socket, more) -> begun.start(socket, loop, more)));
  }

  private void leaveChannel(ChannelHandlerContext channel, BareSocket socket) {
    var pipeline = channel.pipeline();
    pipeline.addLast(socket);
    pipeline.remove(this);
    pipeline.remove(decoder);
    pipeline.remove(Turns.class);
    socket.take(channel.channel());
  }

  private Connection prepare(Transport transport, ConnectionTask.Request served) {
    return ConnectionTask.prepare(transport, context, engine.settings(), served, engine.services());
  }

  // --- the line ---

  @Override
  public void sweep(long nanoTime) {
    if (serving) {
      return;
    }
    if (closing) {
      if (nanoTime - awaitingSince >= LingeringClose.NANOS) {
        channel().close();
      }
      return;
    }
    boolean begun = request != null || noticeHead(nanoTime);
    var config = engine.settings().config();
    var patience = begun || !servedAny ? config.handshakeTimeout() : config.idleHttpTimeout();
    if (nanoTime - awaitingSince < patience.toNanos()) {
      return;
    }
    if (begun) {
      refuse(channel(), problem(408, RequestProblem.TOO_LATE));
    } else {
      channel().close();
    }
  }

  /** Tells whether the head of a request has begun to arrive. */
  private boolean noticeHead(long now) {
    boolean noticed = decoder.halfHeadBytes() > 0;
    if (noticed && !inHead && servedAny) {
      // The time before it began was idle.
      awaitingSince = now;
    }
    inHead = noticed;
    return noticed;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (!serving) {
        channel.close();
      }
    }
  }
}
