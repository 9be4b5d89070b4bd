package dev.parley.internal.room;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Member;
import dev.parley.RoomOptions;
import dev.parley.SlowPolicy;
import dev.parley.internal.deflate.MessageDeflation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection in one room. Deliveries happen on the connection's event loop only. */
final class Membership {
  private static final CloseReason TOO_SLOW =
      CloseReason.of(CloseCode.TRY_AGAIN_LATER, "Reading too slowly.");

  /**
   * What is delivered: the same frame for everybody who agreed to the same compression.
   *
   * @param plain the frame for those who agreed to none
   * @param compressed the frames that became shorter
   */
  record Delivery(
      byte[] plain,
      Map<MessageDeflation, byte[]> compressed,
      Optional<String> key,
      @Nullable String excludedConnectionId) {
    byte[] frameFor(@Nullable MessageDeflation deflation) {
      return deflation == null ? plain : compressed.getOrDefault(deflation, plain);
    }

    int bytes() {
      return compressed.isEmpty()
          ? plain.length
          : plain.length + compressed.values().stream().mapToInt(frame -> frame.length).sum();
    }
  }

  private static final AtomicLong NEXT_NUMBER = new AtomicLong();

  private final long number = NEXT_NUMBER.getAndIncrement();
  private final MemberConnection connection;
  private final Member member;
  private final RoomOptions options;
  private final SlowMembers slowMembers;
  private final @Nullable MessageDeflation deflation;

  /** Where it stands among the members of its event loop. Event loop only. */
  private int position;

  /** What the connection does when it ends; null until it was told. Event loop only. */
  private @Nullable Runnable whenEnded;

  /** How many seats hold it. Guarded by the room's entry in the registry. */
  private int seats;

  /** Set when the connection has left: nothing is delivered from then on. Event loop only. */
  private boolean left;

  /**
   * What waits because the peer is slow, where the policy keeps it, the oldest first; null while
   * nothing does. By key, so that a newer publication takes the place of an older one without a
   * search; those without a key are their own. Event loop only.
   */
  private @Nullable LinkedHashMap<Object, Delivery> backlog;

  private int backlogBytes;

  Membership(
      MemberConnection connection, Member member, RoomOptions options, SlowMembers slowMembers) {
    this.connection = connection;
    this.member = member;
    this.options = options;
    this.slowMembers = slowMembers;
    this.deflation = connection.deflation();
  }

  MemberConnection connection() {
    return connection;
  }

  /** What compresses publications for it; null if nothing does. */
  @Nullable MessageDeflation deflation() {
    return deflation;
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

  int position() {
    return position;
  }

  void position(int newPosition) {
    position = newPosition;
  }

  /** Has the connection do something when it ends, unless this membership ends before. */
  void whenEnded(Runnable action) {
    whenEnded = action;
    connection.whenEnded(action);
  }

  /** What waits is not delivered any more, and the connection forgets the room. */
  void leave() {
    left = true;
    if (backlog != null) {
      backlog.clear();
      count(-backlogBytes);
    }
    // A connection that wanders from room to room would otherwise remember each.
    connection.forgetWhenEnded(Objects.requireNonNull(whenEnded));
  }

  /** Gives a publication to the connection, or does what the policy says. Never waits. */
  void deliver(Delivery delivery) {
    if (left || connection.id().equals(delivery.excludedConnectionId())) {
      return;
    }
    if (backlog == null && fits(delivery)) {
      connection.enqueue(delivery.frameFor(deflation));
      return;
    }
    switch (options.slowPolicy()) {
      case SlowPolicy.Close close -> {
        left = true;
        slowMembers.countClosed();
        connection.closeSlow(TOO_SLOW);
      }
      case SlowPolicy.DropNewest drop -> slowMembers.countDropped();
      case SlowPolicy.DropOldest drop -> keep(delivery);
      case SlowPolicy.KeepLatest latest -> keep(delivery);
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
    return waiting == 0 || waiting + delivery.frameFor(deflation).length <= directLimit();
  }

  private void keep(Delivery delivery) {
    var waiting = backlog;
    if (waiting == null) {
      waiting = new LinkedHashMap<>();
      backlog = waiting;
      connection.whenDrained(this::drain);
    }
    Object key = delivery.key().isPresent() ? delivery.key().get() : delivery.plain();
    drop(waiting.remove(key));
    waiting.put(key, delivery);
    count(delivery.frameFor(deflation).length);
    while (backlogBytes > options.maxQueuedBytes() / 2 && waiting.size() > 1) {
      drop(waiting.pollFirstEntry().getValue());
    }
  }

  private void drop(@Nullable Delivery older) {
    if (older != null) {
      count(-older.frameFor(deflation).length);
      slowMembers.countDropped();
    }
  }

  private void count(int bytesMore) {
    backlogBytes += bytesMore;
    connection.roomKeeps(bytesMore);
  }

  private void drain() {
    var waiting = Objects.requireNonNull(backlog);
    while (!waiting.isEmpty() && fits(waiting.firstEntry().getValue())) {
      var delivery = waiting.pollFirstEntry().getValue();
      count(-delivery.frameFor(deflation).length);
      connection.enqueue(delivery.frameFor(deflation));
    }
    if (waiting.isEmpty()) {
      backlog = null;
    } else {
      connection.whenDrained(this::drain);
    }
  }
}
