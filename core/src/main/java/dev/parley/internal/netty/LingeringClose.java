package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.limit.Doorkeeper;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a line whose first request has been refused: the answer leaves, and whatever the
 * client still sends is read and dropped until it ends the line or its time is up, as a close would
 * cut off the answer while it sends (RFC 9112, section 9.6). A client that sends on and on has to
 * wait: little of that is read. Event loop only.
 */
final class LingeringClose extends BareLine {
  /** How long a peer may go on sending behind its last answer. */
  static final long NANOS = 1_000_000_000L;

  /** How long an answer is at most: a socket on which nothing has been sent takes it at once. */
  static final int MAX_ANSWER_BYTES = 16 * 1024;

  /** How much is dropped in a turn; the kernel copies it in 20 µs. */
  private static final int MOST_AT_ONCE_BYTES = 16 * 1024;

  /** How much is dropped in all; reading makes room in which a flood goes on. */
  static final int MAX_DROPPED_BYTES = 256 * 1024;

  private final long since;
  private int droppedBytes;

  /**
   * Creates it.
   *
   * @param now the time, from which the client has a second to end the line
   */
  LingeringClose(LoopContext context, long now, Doorkeeper.@Nullable Call call) {
    super(context, call);
    this.since = now;
  }

  /** Sends the answer, the first on this line, and waits for the end. */
  void start(Socket socket, IoEventLoop loop, byte[] answer) {
    if (!watch(socket, loop)) {
      return;
    }
    var memory = context.direct();
    memory.put(0, answer, 0, answer.length);
    try {
      socket.sendAddress(memory.address(), 0, answer.length);
      socket.shutdown(false, true);
    } catch (IOException gone) {
      close();
    }
  }

  @Override
  void turn() throws IOException {
    if (droppedBytes < MAX_DROPPED_BYTES) {
      super.turn();
    }
  }

  @Override
  int mostAtOnce() {
    return MOST_AT_ONCE_BYTES;
  }

  @Override
  void received(int count) {
    droppedBytes += count;
  }

  @Override
  public void sweep(long nanoTime) {
    if (nanoTime - since >= NANOS) {
      close();
    }
  }
}
