package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.http.HttpReply;
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
 * A line whose first request has begun, and nothing of its body has come: what has come is kept,
 * and no more. A channel with its decoder, which is ten times as much, goes on when there is enough
 * for it. Event loop only.
 */
abstract sealed class BegunRequest extends BareLine permits HalfHead, AwaitedBody {
  private static final int MOST_AT_ONCE_BYTES = 1_024;

  final Engine engine;
  private final ChannelHandler reopening;
  private final long since;
  private byte[] bytes;

  /** Whether a channel is about to go on. */
  private boolean reopens;

  /**
   * Creates it.
   *
   * @param reopening what initializes a channel
   * @param since when the wait began
   * @param bytes what has come
   */
  BegunRequest(
      Engine engine,
      LoopContext context,
      ChannelHandler reopening,
      long since,
      Doorkeeper.@Nullable Call call,
      byte[] bytes) {
    super(context, call);
    this.engine = engine;
    this.reopening = reopening;
    this.since = since;
    this.bytes = bytes;
  }

  /** Waits for the rest. */
  final void start(Socket socket, IoEventLoop loop, byte[] more) {
    if (!watch(socket, loop)) {
      return;
    }
    begun();
    if (more.length > 0) {
      take(more, more.length);
      if (reopens) {
        awaitTurn();
      }
    }
  }

  /** Says that the line is watched. */
  void begun() {}

  /** Tells whether what has come is enough for a channel, now that there is another piece. */
  abstract boolean isEnough(byte[] piece, int length);

  /** Tells whether the head is one that a channel has seen, and agreed to. */
  abstract boolean isHeadSeen();

  /** How many bytes have come. */
  final int size() {
    return bytes.length;
  }

  @Override
  final void turn() throws IOException {
    if (reopens) {
      reopen();
    } else {
      super.turn();
    }
  }

  @Override
  final int mostAtOnce() {
    return MOST_AT_ONCE_BYTES;
  }

  @Override
  final void received(int count) {
    byte[] scratch = context.scratch();
    context.direct().get(scratch, count);
    take(scratch, count);
  }

  private void take(byte[] piece, int count) {
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, before + count);
    System.arraycopy(piece, 0, bytes, before, count);
    reopens = isEnough(piece, count);
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
    var silent = pipeline.get(SilentLine.class);
    if (silent != null) {
      silent.goOn(since, isHeadSeen());
      pipeline.fireChannelRead(begun);
      pipeline.fireChannelReadComplete();
    }
  }

  /** Answers what is the only answer, and ends the line. */
  final void refuse(HttpReply reply) {
    byte[] answer = ReplyEncoder.closing(reply);
    var end = new LingeringClose(context, engine.settings().time().nanoTime(), call());
    leave();
    end.start(socket(), loop(), answer);
  }

  @Override
  public final void sweep(long nanoTime) {
    if (!reopens && nanoTime - since >= engine.settings().config().handshakeTimeout().toNanos()) {
      refuse(engine.problem(408, RequestProblem.TOO_LATE, socket().remoteAddress()));
    }
  }
}
