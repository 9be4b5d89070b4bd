package dev.parley.internal.netty;

import dev.parley.internal.connection.DirectMemory;
import dev.parley.internal.connection.LineListener;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Transport;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A line on a bare socket of epoll: no channel, no pipeline, and no buffer while nothing is on its
 * way. What is read and written goes through the memory of the event loop, in one system call each.
 */
final class EpollTransport implements Transport, EpollIoHandle, Runnable {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  /** How much is read at once; of those who have sent so much there is more in their turn. */
  private static final int MOST_AT_ONCE_BYTES = 32 * 1024;

  private final Socket socket;
  private final LoopContext context;
  private @Nullable LineListener listener;

  /** Where events come from; null before {@link #start} and for a line that was down by then. */
  private @Nullable IoRegistration registration;

  /** What the socket did not take yet; null while there is nothing. */
  private @Nullable ArrayDeque<byte[]> unsent;

  /** How much of the first of {@link #unsent} has left. */
  private int unsentFrom;

  private int unsentBytes;

  /** What is to be done once nothing is unsent. */
  private boolean finishing;

  private boolean closing;

  private boolean readable = true;

  /** Whether all that had come was read the last time. Nobody knows before the first time. */
  private boolean sendsLittle;

  /** Whether the turn of its next read is coming. */
  private boolean due;

  /** What epoll was last asked for. */
  private int subscribed;

  private boolean inputEnded;
  private boolean closed;
  private boolean lost;

  EpollTransport(Socket socket, LoopContext context) {
    this.socket = socket;
    this.context = context;
  }

  /** Begins to tell a listener what happens. Event loop, once. */
  void start(LineListener lineListener, IoEventLoop loop) {
    listener = lineListener;
    if (!socket.isOpen()) {
      fail();
      return;
    }
    var registered = loop.register(this);
    if (registered.isSuccess()) {
      registration = registered.getNow();
      subscribe();
    } else {
      LOG.debug("The line to {} cannot be watched", listener, registered.cause());
      fail();
    }
  }

  @Override
  public Executor loop() {
    return context.loop();
  }

  @Override
  public int idleBytes() {
    return IdleBytes.SOCKET;
  }

  // --- events ---

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration source, IoEvent event) {
    try {
      handle(((EpollIoEvent) event).ops());
    } catch (Throwable failure) {
      failUnexpectedly(failure);
    }
  }

  /** Whatever it is, such as memory that has run out: it costs this line, and no other. */
  private void failUnexpectedly(Throwable failure) {
    fail();
    LOG.error("The line to {} failed", listener, failure);
  }

  private void handle(EpollIoOps ops) {
    if (ops.contains(EpollIoOps.EPOLLOUT) && unsent != null) {
      writeUnsent();
    }
    if (closed || ops.value() == EpollIoOps.EPOLLOUT.value()) {
      return;
    }
    if (readable) {
      readInTurn();
    } else if (!ops.contains(EpollIoOps.EPOLLIN)) {
      // Neither direction is left, and epoll would say so for ever.
      fail();
    }
  }

  /**
   * Reads, unless that may take a while. Those that send a lot must not keep others waiting, nor
   * those that come, say something wrong and come again.
   */
  private void readInTurn() {
    if (sendsLittle) {
      readSome(MOST_AT_ONCE_BYTES);
    } else {
      awaitTurn();
    }
  }

  /** Reads, and comes back in turn if there is more. */
  private void readSome(int maxBytes) {
    read(maxBytes);
    if (!sendsLittle && readable) {
      awaitTurn();
    }
    subscribe();
  }

  private void awaitTurn() {
    if (!due) {
      due = true;
      context.later(this);
    }
  }

  /** The turn of a read. */
  @Override
  public void run() {
    due = false;
    if (!readable || closed) {
      return;
    }
    try {
      readSome(DirectMemory.BYTES);
    } catch (Throwable failure) {
      failUnexpectedly(failure);
    }
  }

  /** Takes what is there, up to a limit. */
  private void read(int maxBytes) {
    var memory = context.direct();
    int count;
    try {
      count = socket.recvAddress(memory.address(), 0, context.inboundMemory().allowed(maxBytes));
    } catch (IOException failure) {
      fail(failure);
      return;
    }
    sendsLittle = count < MOST_AT_ONCE_BYTES;
    if (count > 0) {
      byte[] scratch = context.scratch();
      memory.get(scratch, count);
      told().received(scratch, 0, count);
    } else if (count < 0 && !inputEnded) {
      inputEnded = true;
      readable = false;
      subscribe();
      told().inputEnded();
    }
  }

  private LineListener told() {
    return Objects.requireNonNull(listener);
  }

  // --- reading on and off ---

  @Override
  public void pauseReading() {
    if (readable) {
      readable = false;
      subscribe();
    }
  }

  @Override
  public void resumeReading() {
    if (!readable && !inputEnded) {
      readable = true;
      subscribe();
    }
  }

  @Override
  public void readOn() {
    if (readable || inputEnded || closed) {
      return;
    }
    readable = true;
    try {
      readSome(DirectMemory.BYTES);
    } catch (Throwable failure) {
      failUnexpectedly(failure);
    }
  }

  private void subscribe() {
    if (closed || registration == null) {
      return;
    }
    // Errors are told in any case; what asks for nothing at all is forgotten by Netty.
    var reading = readable ? EpollIoOps.EPOLLIN : EpollIoOps.EPOLLERR;
    // Who waits for a turn is told of once: each round begins with so many events only.
    var asked = sendsLittle ? reading : reading.with(EpollIoOps.EPOLLET);
    var ops = unsent == null ? asked : asked.with(EpollIoOps.EPOLLOUT);
    if (ops.value() != subscribed) {
      subscribed = ops.value();
      registration.submit(ops);
    }
  }

  // --- writing ---

  @Override
  public void write(List<byte[]> chunks, int totalBytes) {
    if (closed) {
      return;
    }
    if (unsent != null) {
      unsent.addAll(chunks);
      unsentBytes += totalBytes;
      return;
    }
    int sent = send(chunks, 0, totalBytes);
    if (sent < totalBytes && !closed) {
      keep(chunks, sent, totalBytes - sent);
      subscribe();
    }
    if (sent > 0) {
      told().sent(sent);
    }
  }

  /**
   * Sends chunks until the socket takes no more. Returns how many bytes it took.
   *
   * @param skipped how much of the first chunk has left already
   */
  private int send(Iterable<byte[]> chunks, int skipped, int totalBytes) {
    var memory = context.direct();
    int sent = 0;
    int filled = 0;
    int from = skipped;
    for (byte[] chunk : chunks) {
      while (from < chunk.length) {
        int count = Math.min(chunk.length - from, DirectMemory.BYTES - filled);
        memory.put(filled, chunk, from, count);
        filled += count;
        from += count;
        if (filled == DirectMemory.BYTES || sent + filled == totalBytes) {
          int taken = send(memory, filled);
          sent += taken;
          if (taken < filled) {
            return sent;
          }
          filled = 0;
        }
      }
      from = 0;
    }
    return sent;
  }

  private int send(DirectMemory memory, int bytes) {
    try {
      return Math.max(0, socket.sendAddress(memory.address(), 0, bytes));
    } catch (IOException failure) {
      fail(failure);
      return 0;
    }
  }

  private void keep(List<byte[]> chunks, int sent, int rest) {
    var kept = new ArrayDeque<byte[]>(chunks.size());
    int skip = sent;
    for (byte[] chunk : chunks) {
      if (skip >= chunk.length) {
        skip -= chunk.length;
      } else {
        if (kept.isEmpty()) {
          unsentFrom = skip;
          skip = 0;
        }
        kept.add(chunk);
      }
    }
    unsent = kept;
    unsentBytes = rest;
  }

  private void writeUnsent() {
    var waiting = Objects.requireNonNull(unsent);
    int sent = send(waiting, unsentFrom, unsentBytes);
    unsentBytes -= sent;
    int gone = unsentFrom + sent;
    while (!waiting.isEmpty() && gone >= waiting.element().length) {
      gone -= waiting.remove().length;
    }
    unsentFrom = gone;
    if (waiting.isEmpty()) {
      unsent = null;
      unsentFrom = 0;
      subscribe();
      end();
    }
    if (sent > 0 && !lost) {
      told().sent(sent);
    }
  }

  // --- the end ---

  @Override
  public void finishWriting() {
    finishing = true;
    end();
  }

  @Override
  public void closeOnceWritten() {
    closing = true;
    end();
  }

  @Override
  public void abort() {
    fail();
  }

  /** Called when the event loop ends. */
  @Override
  public void close() {
    fail();
  }

  /** Does what was to be done after everything has left. */
  private void end() {
    if (unsent != null) {
      return;
    }
    if (closing) {
      fail();
    } else if (finishing && !closed) {
      try {
        socket.shutdown(false, true);
      } catch (IOException failure) {
        fail(failure);
      }
    }
  }

  private void fail(IOException failure) {
    LOG.debug("The line to {} failed", listener, failure);
    fail();
  }

  /** Closes the socket at once, and tells so in a task of its own. */
  private void fail() {
    if (closed) {
      return;
    }
    closed = true;
    unsent = null;
    try {
      socket.close();
    } catch (IOException failure) {
      LOG.debug("The line to {} was not closed", listener, failure);
    }
    if (registration != null) {
      registration.cancel();
    }
    context.loop().execute(this::tellLost);
  }

  private void tellLost() {
    if (!lost) {
      lost = true;
      told().lost();
    }
  }
}
