package dev.parley.internal.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Encoded frames on their way from any thread to the event loop, in the order of {@link #push}.
 * Lock-free: the loop must never wait for a sender.
 */
final class OutboundQueue {
  private static final VarHandle NEWEST;
  private static final VarHandle QUEUED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      NEWEST = lookup.findVarHandle(OutboundQueue.class, "newest", Entry.class);
      QUEUED = lookup.findVarHandle(OutboundQueue.class, "queuedBytes", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** What an entry is, as far as the order on the line is concerned. */
  enum Kind {
    /** The answer that opens the connection. */
    HANDSHAKE,
    /** The answer that refuses the handshake: nothing follows. */
    REFUSAL,
    /** A whole message. */
    MESSAGE,
    /** A whole message that other connections get as well, compressed already if it is worth it. */
    SHARED,
    /** A fragment of a streamed message that is not its last. */
    FRAGMENT,
    /** The last fragment of a streamed message. */
    LAST_FRAGMENT,
    /** The close frame: nothing follows. */
    CLOSE
  }

  /** One encoded frame. */
  static final class Entry {
    final Kind kind;
    final byte[] bytes;

    /** Tells streamed messages apart; null for anything else. */
    final @Nullable Object stream;

    /** Towards older entries while in the stack, towards newer ones after {@link #takeAll}. */
    private @Nullable Entry next;

    Entry(Kind kind, byte[] bytes, @Nullable Object stream) {
      this.kind = kind;
      this.bytes = bytes;
      this.stream = stream;
    }

    @Nullable Entry next() {
      return next;
    }
  }

  private volatile @Nullable Entry newest;
  private volatile int queuedBytes;

  /** Adds an entry. Any thread. Returns true if the loop must be told, as the queue was empty. */
  boolean push(Entry entry) {
    QUEUED.getAndAdd(this, entry.bytes.length);
    while (true) {
      var before = newest;
      entry.next = before;
      if (NEWEST.compareAndSet(this, before, entry)) {
        return before == null;
      }
    }
  }

  /** Tells whether there is nothing to take. */
  boolean isEmpty() {
    return newest == null;
  }

  /** Takes every entry, the oldest first. Event loop only. */
  @Nullable Entry takeAll() {
    var entry = (Entry) NEWEST.getAndSet(this, null);
    Entry oldest = null;
    while (entry != null) {
      var older = entry.next;
      entry.next = oldest;
      oldest = entry;
      entry = older;
    }
    return oldest;
  }

  /** Adds to the bytes that wait for the peer; negative when they have left. Returns the sum. */
  int addQueuedBytes(int bytes) {
    return (int) QUEUED.getAndAdd(this, bytes) + bytes;
  }

  /** How many bytes wait for the peer, here and on the line. Any thread. */
  int queuedBytes() {
    return queuedBytes;
  }
}
