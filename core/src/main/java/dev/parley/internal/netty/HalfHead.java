package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.http.ReplyEncoder;
import dev.parley.internal.limit.Doorkeeper;
import dev.parley.internal.log.LoopLog;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line on which the head of its first request has begun and nothing has come behind that: no more
 * than a socket and what has come, as ten thousand of them may be somebody's attack. A channel with
 * its decoder, which is ten times as much, goes on as soon as there is another line of the head to
 * be judged. Event loop only.
 */
final class HalfHead implements EpollIoHandle, Swept, Runnable {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  /** How much is kept in this way; a channel takes more. */
  private static final int MAX_BYTES = 1_024;

  private final Engine engine;
  private final LoopContext context;
  private final ChannelHandler reopening;

  /** What counts the line; null if nothing does. */
  private final Doorkeeper.@Nullable Call call;

  private byte[] bytes;
  private long since;

  private @Nullable Socket socket;
  private @Nullable IoEventLoop loop;
  private @Nullable IoRegistration registration;

  /** Whether its turn is coming. */
  private boolean due;

  /** Whether a channel is about to go on. */
  private boolean reopens;

  /** Whether the client took too long and has been told so. */
  private boolean answered;

  private boolean closed;

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
    this.engine = engine;
    this.context = context;
    this.reopening = reopening;
    this.bytes = bytes;
    this.since = since;
    this.call = call;
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
  void start(Socket bareSocket, IoEventLoop eventLoop, byte[] more) {
    socket = bareSocket;
    loop = eventLoop;
    if (!bareSocket.isOpen()) {
      close(); // Events of the line that has its number by now would come here.
      return;
    }
    var registered = eventLoop.register(this);
    if (!registered.isSuccess()) {
      close();
      return;
    }
    registration = registered.getNow();
    // Told of once: a round begins with so many events only, and what comes waits for its turn.
    registration.submit(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET));
    context.add(this);
    take(more, more.length);
  }

  private Socket socket() {
    return Objects.requireNonNull(socket);
  }

  @Override
  public FileDescriptor fd() {
    return socket();
  }

  @Override
  public void handle(IoRegistration source, IoEvent event) {
    awaitTurn();
  }

  private void awaitTurn() {
    if (!due) {
      due = true;
      context.later(this);
    }
  }

  /** The turn of what has come, or of the end of the line. */
  @Override
  public void run() {
    due = false;
    if (closed || reopens) {
      return;
    }
    try {
      read();
    } catch (Throwable failure) {
      fail(failure);
    }
  }

  /** Whatever it is, such as memory that has run out: it costs this line, and no other. */
  private void fail(Throwable failure) {
    close();
    LOG.debug("A line with half a request failed", failure);
  }

  private void read() throws IOException {
    var memory = context.direct();
    int count = socket().recvAddress(memory.address(), 0, MAX_BYTES);
    if (count < 0) {
      close();
    } else if (count > 0 && !answered) {
      byte[] scratch = context.scratch();
      memory.get(scratch, count);
      take(scratch, count);
    }
    if (count > 0 && !reopens) {
      awaitTurn(); // There may be more, or the end.
    }
  }

  private void take(byte[] piece, int count) {
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, before + count);
    System.arraycopy(piece, 0, bytes, before, count);
    if (hasLineEnd(before) || !isLittle(bytes.length, engine)) {
      reopens = true;
      context.later(this::reopen);
    }
  }

  private boolean hasLineEnd(int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Has a channel go on with what has come. */
  private void reopen() {
    if (closed) {
      return;
    }
    EpollSocketChannel channel;
    try {
      channel = new EpollSocketChannel(socket().intValue());
    } catch (Throwable failure) {
      fail(failure);
      return;
    }
    leave();
    NetworkKind.reopened(channel);
    var pipeline = channel.pipeline();
    if (call != null) {
      Doorway.count(pipeline, call);
    }
    pipeline.addLast(reopening);
    channel.unsafe().register(Objects.requireNonNull(loop), channel.newPromise());
    var requests = pipeline.get(RequestHandler.class);
    if (requests != null) {
      requests.awaitingSince(since);
      pipeline.fireChannelRead(Unpooled.wrappedBuffer(bytes));
      pipeline.fireChannelReadComplete();
    }
  }

  @Override
  public void sweep(long nanoTime) {
    if (reopens) {
      return;
    }
    var patience =
        answered
            ? RequestHandler.LINGER_NANOS
            : engine.settings().config().handshakeTimeout().toNanos();
    if (nanoTime - since < patience) {
      return;
    }
    if (answered) {
      close();
    } else {
      answerTooLate(nanoTime);
    }
  }

  /** Says that the request took too long, and leaves the client the time to read it. */
  private void answerTooLate(long now) {
    answered = true;
    since = now;
    byte[] reply = ReplyEncoder.closing(engine.problem(408, RequestProblem.TOO_LATE));
    var memory = context.direct();
    memory.put(0, reply, 0, reply.length);
    try {
      socket().sendAddress(memory.address(), 0, reply.length);
      socket().shutdown(false, true);
    } catch (IOException gone) {
      close();
    }
  }

  /** Closes the line; also called when the event loop ends. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    leave();
    try {
      socket().close();
    } catch (IOException failure) {
      LOG.debug("A line with half a request was not closed", failure);
    }
    if (call != null) {
      call.end();
    }
  }

  private void leave() {
    context.remove(this);
    if (registration != null) {
      registration.cancel();
      registration = null;
    }
  }
}
