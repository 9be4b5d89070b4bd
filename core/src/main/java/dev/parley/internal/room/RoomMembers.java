package dev.parley.internal.room;

import dev.parley.Member;
import dev.parley.internal.room.Membership.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A room that has members on this node. Membership changes are made within the registry's entry of
 * the room.
 */
final class RoomMembers {
  private final AtomicLong waitingBytes;
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();

  /** In the order of joining. */
  private final ConcurrentSkipListMap<Long, Membership> byNumber = new ConcurrentSkipListMap<>();

  private final Map<Executor, LoopMembers> byLoop = new ConcurrentHashMap<>();
  private long nextNumber;

  RoomMembers(AtomicLong waitingBytes) {
    this.waitingBytes = waitingBytes;
  }

  /** Finds or adds the membership of a connection and takes a seat of it. */
  Membership join(Membership candidate) {
    var number = numbers.get(candidate.connection().id());
    if (number != null) {
      var present = Objects.requireNonNull(byNumber.get(number));
      present.addSeat();
      return present;
    }
    candidate.addSeat();
    numbers.put(candidate.connection().id(), nextNumber);
    byNumber.put(nextNumber++, candidate);
    byLoop
        .computeIfAbsent(candidate.connection().loop(), loop -> new LoopMembers(loop, waitingBytes))
        .add(candidate);
    return candidate;
  }

  /** Removes a membership; does nothing if it is not there. */
  void remove(Membership membership) {
    membership.leave();
    var number = numbers.get(membership.connection().id());
    if (number != null && byNumber.remove(number, membership)) {
      numbers.remove(membership.connection().id());
      Objects.requireNonNull(byLoop.get(membership.connection().loop())).remove(membership);
    }
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  int size() {
    return numbers.size();
  }

  List<Member> members() {
    return byNumber.values().stream().map(Membership::member).toList();
  }

  void deliver(Delivery delivery) {
    byLoop.values().forEach(loop -> loop.deliver(delivery));
  }
}
