package dev.parley.internal.room;

import dev.parley.internal.room.Membership.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** The members of a room whose connections belong to one event loop. Touched on that loop only. */
final class LoopMembers {
  /** About what a task of an event loop costs beside the frame, which may be much smaller. */
  private static final int TASK_BYTES = 128;

  private final Executor loop;

  /** How many bytes of publications wait for event loops, in the whole registry. */
  private final AtomicLong waitingBytes;

  /**
   * In no particular order: each knows its position, so that leaving a large room costs no search.
   */
  private final List<Membership> members = new ArrayList<>();

  LoopMembers(Executor loop, AtomicLong waitingBytes) {
    this.loop = loop;
    this.waitingBytes = waitingBytes;
  }

  /** Adds a member; any thread. */
  void add(Membership membership) {
    loop.execute(() -> {
      membership.position(members.size());
      members.add(membership);
    });
  }

  /** Removes a member; any thread. What was published before still reaches it. */
  void remove(Membership membership) {
    loop.execute(() -> {
      var last = members.removeLast();
      if (last != membership) {
        members.set(membership.position(), last);
        last.position(membership.position());
      }
      membership.leave();
    });
  }

  /** Delivers to every member; any thread, in the order of calls. */
  void deliver(Delivery delivery) {
    int bytes = delivery.bytes() + TASK_BYTES;
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
