package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Sweeps;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.limit.Doorkeeper;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line that is no connection and needs no channel: no more than a socket of epoll, as ten
 * thousand of them may be somebody's attack. What comes waits for its turn. Event loop only.
 */
abstract sealed class BareLine implements EpollIoHandle, Swept, Runnable
    permits BegunRequest, LingeringClose {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  final LoopContext context;

  /** What counts the line; null if nothing does. */
  private final Doorkeeper.@Nullable Call call;

  private @Nullable Socket socket;
  private @Nullable IoEventLoop loop;
  private @Nullable IoRegistration registration;
  private Sweeps.@Nullable Place place;

  /** Whether its turn is coming. */
  private boolean due;

  /** Whether the line has ended, or goes on as something else. */
  private boolean over;

  BareLine(LoopContext context, Doorkeeper.@Nullable Call call) {
    this.context = context;
    this.call = call;
  }

  /** Waits for what comes. Returns false if the line is down. */
  final boolean watch(Socket bareSocket, IoEventLoop eventLoop) {
    socket = bareSocket;
    loop = eventLoop;
    if (!bareSocket.isOpen()) {
      close(); // Events of the line that has its number by now would come here.
      return false;
    }
    var registered = eventLoop.register(this);
    if (!registered.isSuccess()) {
      close();
      return false;
    }
    registration = registered.getNow();
    // Told of once: a round begins with so many events only, and what comes waits for its turn.
    registration.submit(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET));
    place = context.add(this);
    return true;
  }

  final Socket socket() {
    return Objects.requireNonNull(socket);
  }

  final IoEventLoop loop() {
    return Objects.requireNonNull(loop);
  }

  final Doorkeeper.@Nullable Call call() {
    return call;
  }

  @Override
  public final FileDescriptor fd() {
    return socket();
  }

  @Override
  public final void handle(IoRegistration source, IoEvent event) {
    awaitTurn();
  }

  final void awaitTurn() {
    if (!due) {
      due = true;
      context.later(this);
    }
  }

  @Override
  public final void run() {
    due = false;
    if (over) {
      return;
    }
    try {
      turn();
    } catch (Throwable failure) {
      // Whatever it is, such as memory that has run out: it costs this line, and no other.
      close();
      LOG.debug("A line without a connection failed", failure);
    }
  }

  @Override
  public final int idleBytes() {
    return IdleBytes.BARE_LINE;
  }

  /** Reads. */
  void turn() throws IOException {
    int count = socket().recvAddress(context.direct().address(), 0, mostAtOnce());
    if (count < 0) {
      close();
    } else if (count > 0) {
      received(count);
      if (!over) {
        awaitTurn(); // There may be more, or the end.
      }
    }
  }

  /** How many bytes are read in a turn. */
  abstract int mostAtOnce();

  /** Takes so many bytes, which are in the memory of the loop for system calls. */
  abstract void received(int count);

  /** Tells whether the line has ended, or goes on as something else: its socket is not its own. */
  final boolean isOver() {
    return over;
  }

  /** Lets go of the socket, with which something else goes on. */
  final void leave() {
    over = true;
    left();
    context.remove(place);
    if (registration != null) {
      registration.cancel();
      registration = null;
    }
  }

  /** Says that the line has ended, or goes on as something else. */
  void left() {}

  /** Closes the line; also called when the event loop ends. */
  @Override
  public final void close() {
    if (over) {
      return;
    }
    leave();
    try {
      socket().close();
    } catch (IOException failure) {
      LOG.debug("A line without a connection was not closed", failure);
    }
    if (call != null) {
      call.end();
    }
  }
}
