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
 * has come is kept, and no more. A channel with its decoder, which is ten times as much, goes on
 * when the head is whole, or wrong, or not so little any more. Event loop only.
 */
final class HalfHead extends BareLine {
  /** How much is kept in this way; a channel takes more. */
  private static final int MAX_BYTES = 1_024;

  private final Engine engine;
  private final ChannelHandler reopening;
  private final long since;
  private final HeadCheck check;
  private byte[] bytes = {};

  /** Whether a channel is about to go on. */
  private boolean reopens;

  /**
   * Creates it.
   *
   * @param reopening what initializes a channel
   * @param since when the wait for the request began
   */
  HalfHead(
      Engine engine,
      LoopContext context,
      ChannelHandler reopening,
      long since,
      Doorkeeper.@Nullable Call call) {
    super(context, call);
    this.engine = engine;
    this.reopening = reopening;
    this.since = since;
    this.check = new HeadCheck(HeadLimits.of(engine.settings().config()));
  }

  /** Tells whether so many bytes are a little. */
  static boolean isLittle(int bytes) {
    return bytes < MAX_BYTES;
  }

  /** Waits for the rest of what has come. */
  void start(Socket socket, IoEventLoop loop, byte[] begun) {
    if (watch(socket, loop)) {
      take(begun, begun.length);
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
    reopens = check.check(piece, count) != null || check.hasEnded() || !isLittle(bytes.length);
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
      silent.awaitingSince(since);
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
