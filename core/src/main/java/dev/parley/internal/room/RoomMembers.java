package dev.parley.internal.room;

import dev.parley.Member;
import dev.parley.internal.deflate.MessageDeflation;
import dev.parley.internal.room.Membership.Delivery;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A room that has members on this node. Membership changes are made under the registry's lock. */
final class RoomMembers {
  private final AtomicLong waitingBytes;
  private final Map<String, Membership> byConnection = new ConcurrentHashMap<>();
  private final Map<Executor, LoopMembers> byLoop = new ConcurrentHashMap<>();

  /** What compresses for members, and for how many. */
  private final Map<MessageDeflation, Integer> deflations = new ConcurrentHashMap<>();

  RoomMembers(AtomicLong waitingBytes) {
    this.waitingBytes = waitingBytes;
  }

  /** Finds or adds the membership of a connection and takes a seat of it. */
  Membership join(Membership candidate) {
    var membership = byConnection.computeIfAbsent(candidate.connection().id(), _ -> candidate);
    membership.addSeat();
    if (membership.equals(candidate)) {
      count(candidate, 1);
      ofLoop(candidate).add(candidate);
    }
    return membership;
  }

  /** Removes a membership; does nothing if it is not there. */
  void remove(Membership membership) {
    if (byConnection.remove(membership.connection().id(), membership)) {
      count(membership, -1);
      ofLoop(membership).remove(membership);
    }
  }

  private void count(Membership membership, int one) {
    var deflation = membership.deflation();
    if (deflation != null) {
      deflations.merge(
          deflation, one, (before, change) -> before + change == 0 ? null : before + change);
    }
  }

  /** Compresses a frame, once for all members who agreed to the same. */
  Map<MessageDeflation, byte[]> compressed(byte[] frame) {
    if (deflations.isEmpty()) {
      return Map.of();
    }
    var result = new HashMap<MessageDeflation, byte[]>();
    for (var deflation : deflations.keySet()) {
      byte[] compressed = deflation.compress(frame);
      if (compressed.length < frame.length) {
        result.put(deflation, compressed);
      }
    }
    return Map.copyOf(result);
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
