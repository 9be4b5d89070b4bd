package dev.parley.internal.room;

import dev.parley.Member;
import dev.parley.internal.room.Membership.Delivery;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A room that has members on this node. Membership changes are made within the registry's entry of
 * the room.
 */
final class RoomMembers {
  private final AtomicLong waitingBytes;
  private final Map<String, Membership> byConnection = new ConcurrentHashMap<>();
  private final Map<Executor, LoopMembers> byLoop = new ConcurrentHashMap<>();

  RoomMembers(AtomicLong waitingBytes) {
    this.waitingBytes = waitingBytes;
  }

  /** Finds or adds the membership of a connection and takes a seat of it. */
  Membership join(Membership candidate) {
    var membership = byConnection.computeIfAbsent(candidate.connection().id(), _ -> candidate);
    membership.addSeat();
    if (membership.equals(candidate)) {
      ofLoop(candidate).add(candidate);
    }
    return membership;
  }

  /** Removes a membership; does nothing if it is not there. */
  void remove(Membership membership) {
    if (byConnection.remove(membership.connection().id(), membership)) {
      ofLoop(membership).remove(membership);
    }
  }

  private LoopMembers ofLoop(Membership membership) {
    return byLoop.computeIfAbsent(
        membership.connection().loop(), loop -> new LoopMembers(loop, waitingBytes));
  }

  boolean isEmpty() {
    return byConnection.isEmpty();
  }

  int size() {
    return byConnection.size();
  }

  List<Member> members() {
    return byConnection.values().stream()
        .sorted(Comparator.comparingLong(Membership::number))
        .map(Membership::member)
        .toList();
  }

  void deliver(Delivery delivery) {
    byLoop.values().forEach(loop -> loop.deliver(delivery));
  }
}
