package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.http.ReplyEncoder;
import dev.parley.internal.limit.Doorkeeper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line on which the head of its first request has begun and nothing has come behind that: what
 * has come is kept, and no more. A channel with its decoder, which is ten times as much, goes on as
 * soon as there is another line of the head to be judged. Event loop only.
 */
final class HalfHead extends BareLine {
  /** How much is kept in this way; a channel takes more. */
  private static final int MAX_BYTES = 1_024;

  private final Engine engine;
  private final ChannelHandler reopening;
  private final long since;
  private byte[] bytes;

  /** Whether a channel is about to go on. */
  private boolean reopens;

  /**
   * Creates it.
   *
   * @param reopening what initializes a channel
   * @param bytes what has come, and has been judged
   * @param since when the wait for the request began
   */
  HalfHead(
      Engine engine,
      LoopContext context,
      ChannelHandler reopening,
      byte[] bytes,
      long since,
      Doorkeeper.@Nullable Call call) {
    super(context, call);
    this.engine = engine;
    this.reopening = reopening;
    this.bytes = bytes;
    this.since = since;
  }

  /** Tells whether so many bytes are a little, and below every limit. */
  static boolean isLittle(int bytes, Engine engine) {
    var config = engine.settings().config();
    return bytes < MAX_BYTES && bytes < config.maxTargetBytes() && bytes < config.maxHeaderBytes();
  }

  /**
   * Waits for the rest.
   *
   * @param more what has come and has not been judged
   */
  void start(Socket socket, IoEventLoop loop, byte[] more) {
    if (watch(socket, loop)) {
      take(more, more.length);
      if (reopens) {
        awaitTurn();
      }
    }
  }

  @Override
  void turn() throws IOException {
    if (reopens) {
      reopen();
    } else {
      super.turn();
    }
  }

  @Override
  int mostAtOnce() {
    return MAX_BYTES;
  }

  @Override
  void received(int count) {
    byte[] scratch = context.scratch();
    context.direct().get(scratch, count);
    take(scratch, count);
  }

  private void take(byte[] piece, int count) {
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, before + count);
    System.arraycopy(piece, 0, bytes, before, count);
    reopens = hasLineEnd(before) || !isLittle(bytes.length, engine);
  }

  private boolean hasLineEnd(int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Has a channel go on with what has come. What takes memory is made before the line is left. */
  private void reopen() {
    var channel = new EpollSocketChannel(socket().intValue());
    NetworkKind.reopened(channel);
    var pipeline = channel.pipeline();
    var call = call();
    if (call != null) {
      Doorway.count(pipeline, call);
    }
    pipeline.addLast(reopening);
    var begun = Unpooled.wrappedBuffer(bytes);
    leave();
    channel.unsafe().register(loop(), channel.newPromise());
    var requests = pipeline.get(RequestHandler.class);
    if (requests != null) {
      requests.awaitingSince(since);
      pipeline.fireChannelRead(begun);
      pipeline.fireChannelReadComplete();
    }
  }

  @Override
  public void sweep(long nanoTime) {
    if (reopens || nanoTime - since < engine.settings().config().handshakeTimeout().toNanos()) {
      return;
    }
    byte[] answer = ReplyEncoder.closing(engine.problem(408, RequestProblem.TOO_LATE));
    var end = new LingeringClose(context, nanoTime, call());
    leave();
    end.start(socket(), loop(), answer);
  }
}
