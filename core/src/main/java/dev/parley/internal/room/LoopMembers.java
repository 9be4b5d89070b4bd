package dev.parley.internal.room;

import dev.parley.internal.room.Membership.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** The members of a room whose connections belong to one event loop. Touched on that loop only. */
final class LoopMembers {
  private final Executor loop;

  /** How many bytes of publications wait for event loops, in the whole registry. */
  private final AtomicLong waitingBytes;

  private final List<Membership> members = new ArrayList<>();

  LoopMembers(Executor loop, AtomicLong waitingBytes) {
    this.loop = loop;
    this.waitingBytes = waitingBytes;
  }

  /** Adds a member; any thread. */
  void add(Membership membership) {
    loop.execute(() -> members.add(membership));
  }

  /** Removes a member; any thread. What was published before still reaches it. */
  void remove(Membership membership) {
    loop.execute(() -> {
      members.remove(membership);
      membership.leave();
    });
  }

  /** Delivers to every member; any thread, in the order of calls. */
  void deliver(Delivery delivery) {
    int bytes = delivery.frame().length;
    waitingBytes.addAndGet(bytes);
    loop.execute(() -> {
      waitingBytes.addAndGet(-bytes);
      // By index: a delivery may make a member leave, which is another task of this loop.
      for (int i = 0; i < members.size(); i++) {
        members.get(i).deliver(delivery);
      }
    });
  }
}
