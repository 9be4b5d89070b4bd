package dev.parley.internal.room;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Member;
import dev.parley.RoomOptions;
import dev.parley.SlowPolicy;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection in one room. Deliveries happen on the connection's event loop only. */
final class Membership {
  private static final CloseReason TOO_SLOW =
      CloseReason.of(CloseCode.TRY_AGAIN_LATER, "Reading too slowly.");

  /** What is delivered: the same frame for everybody. */
  record Delivery(byte[] frame, Optional<String> key, @Nullable String excludedConnectionId) {}

  private static final AtomicLong NEXT_NUMBER = new AtomicLong();

  private final long number = NEXT_NUMBER.getAndIncrement();
  private final MemberConnection connection;
  private final Member member;
  private final RoomOptions options;

  /** How many seats hold it. Guarded by the room's entry in the registry. */
  private int seats;

  /** Set when the connection has left: nothing is delivered from then on. Event loop only. */
  private boolean left;

  /**
   * What waits because the peer is slow, where the policy keeps it; null while nothing does. Event
   * loop only.
   */
  private @Nullable ArrayDeque<Delivery> backlog;

  private int backlogBytes;

  Membership(MemberConnection connection, Member member, RoomOptions options) {
    this.connection = connection;
    this.member = member;
    this.options = options;
  }

  MemberConnection connection() {
    return connection;
  }

  /** Tells who joined before whom. */
  long number() {
    return number;
  }

  Member member() {
    return member;
  }

  void addSeat() {
    seats++;
  }

  /** Gives a seat back. Returns true if it was the last. */
  boolean removeSeat() {
    seats--;
    return seats == 0;
  }

  /** What waits is not delivered any more. */
  void leave() {
    left = true;
  }

  /** Gives a publication to the connection, or does what the policy says. Never waits. */
  void deliver(Delivery delivery) {
    if (left || connection.id().equals(delivery.excludedConnectionId())) {
      return;
    }
    if (backlog == null && fits(delivery)) {
      connection.enqueue(delivery.frame());
      return;
    }
    switch (options.slowPolicy()) {
      case SlowPolicy.Close close -> {
        left = true;
        connection.closeSlow(TOO_SLOW);
      }
      case SlowPolicy.DropNewest drop -> {}
      case SlowPolicy.DropOldest drop -> keep(delivery);
      case SlowPolicy.KeepLatest latest -> {
        supersede(delivery);
        keep(delivery);
      }
    }
  }

  /**
   * Policies that keep a backlog share the room's limit between the connection's queue and the
   * backlog.
   */
  private int directLimit() {
    return switch (options.slowPolicy()) {
      case SlowPolicy.Close close -> options.maxQueuedBytes();
      case SlowPolicy.DropNewest drop -> options.maxQueuedBytes();
      case SlowPolicy.DropOldest drop -> options.maxQueuedBytes() / 2;
      case SlowPolicy.KeepLatest latest -> options.maxQueuedBytes() / 2;
    };
  }

  private boolean fits(Delivery delivery) {
    int waiting = connection.queuedBytes();
    // A publication larger than the limit still reaches members for whom nothing waits.
    return waiting == 0 || waiting + delivery.frame().length <= directLimit();
  }

  private void supersede(Delivery delivery) {
    var waiting = backlog;
    if (waiting != null && delivery.key().isPresent()) {
      waiting.removeIf(older -> {
        boolean same = older.key().equals(delivery.key());
        backlogBytes -= same ? older.frame().length : 0;
        return same;
      });
    }
  }

  private void keep(Delivery delivery) {
    var waiting = backlog;
    if (waiting == null) {
      waiting = new ArrayDeque<>();
      backlog = waiting;
      connection.whenDrained(this::drain);
    }
    waiting.add(delivery);
    backlogBytes += delivery.frame().length;
    while (backlogBytes > options.maxQueuedBytes() / 2 && waiting.size() > 1) {
      backlogBytes -= waiting.remove().frame().length;
    }
  }

  private void drain() {
    var waiting = Objects.requireNonNull(backlog);
    while (!left && !waiting.isEmpty() && fits(waiting.element())) {
      var delivery = waiting.remove();
      backlogBytes -= delivery.frame().length;
      connection.enqueue(delivery.frame());
    }
    if (left || waiting.isEmpty()) {
      backlog = null;
      backlogBytes = 0;
    } else {
      connection.whenDrained(this::drain);
    }
  }
}
