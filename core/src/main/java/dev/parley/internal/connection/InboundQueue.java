package dev.parley.internal.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the event loop to the one thread that receives. Lock-free: the loop
 * must never wait for a handler.
 *
 * <p>Bounded by its users: {@link #put} tells how much waits, and the connection stops reading from
 * its line then.
 */
final class InboundQueue {
  /** What an item costs besides its bytes, so that empty messages are bounded, too. */
  static final int ITEM_OVERHEAD_BYTES = 64;

  private static final VarHandle QUEUED;
  private static final VarHandle READER;
  private static final VarHandle NEXT;

  static {
    try {
      var lookup = MethodHandles.lookup();
      QUEUED = lookup.findVarHandle(InboundQueue.class, "queuedBytes", int.class);
      READER = lookup.findVarHandle(InboundQueue.class, "reader", Thread.class);
      NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static final class Node {
    private final int bytes;
    private @Nullable Object item;
    private volatile @Nullable Node next;

    Node(@Nullable Object item, int bytes) {
      this.item = item;
      this.bytes = bytes;
    }
  }

  /** The node whose successor is the next item. Touched by the reader only. */
  private Node head = new Node(null, 0);

  /** The last node. Touched by the event loop only. */
  private Node tail = head;

  /** The thread within a receive; null if there is none. */
  private volatile @Nullable Thread reader;

  /** Whether the reader is parked or about to be. */
  private volatile boolean waiting;

  /** Set once nothing follows what has been put. */
  private volatile boolean ended;

  /** Set when what was put is not wanted any more. */
  private volatile boolean discarded;

  private volatile int queuedBytes;

  /** Adds an item and wakes the reader. Event loop only. Returns how many bytes wait now. */
  int put(Object item, int bytes) {
    int cost = bytes + ITEM_OVERHEAD_BYTES;
    var node = new Node(item, cost);
    int waitingBytes = (int) QUEUED.getAndAdd(this, cost) + cost;
    tail.next = node;
    tail = node;
    wakeReader();
    return waitingBytes;
  }

  /** Says that nothing follows. Any thread. */
  void end() {
    ended = true;
    wakeReader();
  }

  /** Says that nothing follows and that what waits is not wanted. Any thread. */
  void discard() {
    discarded = true;
    end();
  }

  /** Makes the current thread the reader. Returns false if another one is. */
  boolean beginReading() {
    return READER.compareAndSet(this, null, Thread.currentThread());
  }

  /** Ends what {@link #beginReading} began. */
  void endReading() {
    reader = null;
  }

  /** Takes the next item; null if none is there. Reader only. */
  @Nullable Object poll() {
    if (discarded) {
      forgetAll();
      return null;
    }
    var next = head.next;
    if (next == null) {
      return null;
    }
    moveTo(next);
    var item = next.item;
    next.item = null;
    QUEUED.getAndAdd(this, -next.bytes);
    return item;
  }

  private void forgetAll() {
    for (var next = head.next; next != null; next = head.next) {
      next.item = null;
      moveTo(next);
    }
  }

  /**
   * The node before forgets its successor: once it is old and nobody's, it would still keep all
   * that follow from young collections.
   */
  private void moveTo(Node next) {
    NEXT.set(head, null);
    head = next;
  }

  /** Tells whether an item or the end is there. Reader only. */
  boolean isReady() {
    return ended || head.next != null;
  }

  /** Tells whether {@link #poll} will never return anything any more. Reader only. */
  boolean isOver() {
    return discarded || (ended && head.next == null);
  }

  /** How many bytes wait, overhead included. Any thread. */
  int queuedBytes() {
    return queuedBytes;
  }

  /** Tells whether the reader has taken everything and waits for more. Event loop only. */
  boolean isIdle() {
    return waiting && queuedBytes == 0;
  }

  /**
   * Announces that the reader is about to park; it must check {@link #isReady} once more
   * afterwards.
   */
  void beginWaiting() {
    waiting = true;
  }

  /** Takes the announcement back. */
  void endWaiting() {
    waiting = false;
  }

  private void wakeReader() {
    if (waiting) {
      LockSupport.unpark(reader);
    }
  }
}
