package dev.parley.internal.connection;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Message;
import dev.parley.ReceiveTimeoutException;
import dev.parley.internal.connection.InboundSide.Part;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection for its handler: waits, puts large messages together, times
 * out.
 */
final class Receiver {
  private final Connection connection;

  /** A message whose parts have not all come; kept when a receive times out. Reader only. */
  private @Nullable MessageParts assembling;

  /** A message that is read as a stream and has not been read to its end. Reader only. */
  private @Nullable PartStream openStream;

  Receiver(Connection connection) {
    this.connection = connection;
  }

  /**
   * Waits for a message. Few calls lie between a handler and where it waits: what they keep on the
   * stack is most of what an idle connection costs.
   */
  Message receive() {
    beginReading();
    try {
      skipStream();
      while (true) {
        var message = poll();
        if (message != null) {
          return message;
        }
        park(null);
      }
    } finally {
      endReading();
    }
  }

  Message receive(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout is " + timeout + "; expected more than zero.");
    }
    long deadline = connection.time().nanoTime() + timeout.toNanos();
    beginReading();
    try {
      skipStream();
      while (true) {
        var message = poll();
        if (message != null) {
          return message;
        }
        if (connection.time().nanoTime() - deadline >= 0) {
          throw new ReceiveTimeoutException(timeout);
        }
        park(deadline);
      }
    } finally {
      endReading();
    }
  }

  InputStream receiveStream() {
    beginReading();
    try {
      return nextStream();
    } finally {
      endReading();
    }
  }

  private InboundQueue queue() {
    return connection.inbound().queue();
  }

  private void beginReading() {
    if (!queue().beginReading()) {
      throw new IllegalStateException(
          "Another thread is receiving from this connection; one may at a time.");
    }
    connection.task().markReceived();
  }

  private void endReading() {
    queue().endReading();
  }

  /** The next whole message, the last one once the connection is over; null if none is there. */
  private @Nullable Message poll() {
    while (true) {
      var item = pollItem();
      if (item == null) {
        return queue().isOver() ? disconnect() : null;
      }
      switch (item) {
        case String text -> {
          return new Message.Text(text);
        }
        case byte[] bytes -> {
          return new Message.Binary(bytes);
        }
        case Part part -> {
          var message = assemble(part);
          if (message != null) {
            return message;
          }
        }
        default -> throw new IllegalStateException("Unexpected item in the queue.");
      }
    }
  }

  /** The next item; null if none is there. */
  private @Nullable Object pollItem() {
    var item = queue().poll();
    if (item instanceof CloseReason failure) {
      connection.failSoon(failure);
      return null;
    }
    if (item != null) {
      connection.inbound().taken();
    }
    return item;
  }

  private @Nullable Message assemble(Part part) {
    var before = assembling;
    var collected = before == null ? MessageParts.of(part.bytes()) : before.with(part.bytes());
    if (!part.last()) {
      assembling = collected;
      connection.inbound().assembled(collected.heldBytes());
      return null;
    }
    assembling = null;
    connection.inbound().assembled(0);
    byte[] whole = collected.join();
    giveBack(collected);
    return part.text()
        ? new Message.Text(new String(whole, StandardCharsets.UTF_8))
        : new Message.Binary(whole);
  }

  /** Has the memory of parts that nobody else knows used for others. */
  private void giveBack(@Nullable MessageParts parts) {
    if (parts != null && parts.totalBytes() >= LoopContext.SCRATCH_BYTES) {
      connection.transport().loop().execute(() -> parts.giveBackTo(connection.context()));
    }
  }

  private InputStream nextStream() {
    skipStream();
    var item = take();
    return switch (item) {
      case null -> throw connection.closed();
      case String text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> new ByteArrayInputStream(bytes);
      case Part part -> {
        var stream = new PartStream(part);
        openStream = stream.ended() ? null : stream;
        yield stream;
      }
      default -> throw new IllegalStateException("Unexpected item in the queue.");
    };
  }

  private void skipStream() {
    var stream = openStream;
    if (stream == null) {
      return;
    }
    if (!stream.closed) {
      throw new IllegalStateException(
          "The stream of the message before is open; read it to its end or close it.");
    }
    while (!stream.ended() && stream.advance()) {
      // What is left of the message is not wanted.
    }
    openStream = null;
  }

  /** Waits for the next item; null if the connection is over. */
  private @Nullable Object take() {
    while (true) {
      var item = pollItem();
      if (item != null) {
        return item;
      }
      if (queue().isOver()) {
        return null;
      }
      park(null);
    }
  }

  /** Waits until something is there or the deadline has passed; may return earlier. */
  private void park(@Nullable Long deadline) {
    queue().beginWaiting();
    try {
      if (queue().isReady()) {
        return;
      }
      if (deadline == null) {
        LockSupport.park(connection);
      } else {
        connection.time().parkUntil(deadline);
      }
    } finally {
      queue().endWaiting();
    }
    if (!queue().isReady()) {
      Interruption.throwIfInterrupted(connection);
    }
  }

  private Message disconnect() {
    // What has come of a message is of no use: a peer that takes its time to leave keeps no memory.
    giveBack(assembling);
    assembling = null;
    connection.inbound().assembled(0);
    connection.endSeen();
    return new Message.Disconnect(
        connection.closeReason().orElseGet(() -> CloseReason.of(CloseCode.ABNORMAL, "")));
  }

  /** A message read while it arrives. */
  private final class PartStream extends InputStream {
    private Part part;
    private int position;
    private boolean closed;

    PartStream(Part first) {
      this.part = first;
    }

    private boolean ended() {
      return part.last() && position == part.bytes().length;
    }

    /** Goes to the next part. Returns false if there is none. */
    private boolean advance() {
      if (part.last()) {
        position = part.bytes().length;
        return false;
      }
      var item = take();
      if (!(item instanceof Part next)) {
        throw connection.closed();
      }
      part = next;
      position = 0;
      return true;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      beginReading();
      try {
        return readPart(target, offset, length);
      } finally {
        endReading();
      }
    }

    private int readPart(byte[] target, int offset, int length) {
      while (position == part.bytes().length) {
        if (!advance()) {
          openStream = null;
          return -1;
        }
      }
      int count = Math.min(length, part.bytes().length - position);
      System.arraycopy(part.bytes(), position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
