package dev.parley.internal.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may wait in one direction, of all lines of a server together. Any thread.
 *
 * <p>Beyond it those for which most waits are given up, until a tenth is free. Of what comes in
 * that happens with the next sweep, and large messages are not read on until then: whoever sends
 * them in a hurry should not keep the collector busy. It happens at once where a quarter more has
 * come all the same.
 */
public final class MemoryBudget {
  /** Which part of it the heads of requests that have not ended may take. */
  private static final int HALF_HEADS_SHARE = 8;

  private final Direction direction;
  private final long maxBytes;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final List<LoopMemory> loops = new CopyOnWriteArrayList<>();

  /** How many event loops have not yet given up what they were asked to. */
  private final AtomicInteger shedding = new AtomicInteger();

  /** Makes a budget of which nothing is used. */
  public MemoryBudget(Direction direction, long maxBytes) {
    this.direction = direction;
    this.maxBytes = maxBytes;
    this.mostBytes = direction == Direction.INBOUND ? maxBytes + maxBytes / 4 : maxBytes;
  }

  Direction direction() {
    return direction;
  }

  /** Makes the part of one event loop. */
  LoopMemory part(LoopContext context) {
    var part = new LoopMemory(this, context);
    loops.add(part);
    return part;
  }

  /** How many bytes wait. */
  public long bytes() {
    return bytes.get();
  }

  void add(long change) {
    if (bytes.addAndGet(change) > mostBytes && change > 0) {
      shed();
    }
  }

  /** Has the worst given up, unless that is being done. */
  void shed() {
    if (shedding.compareAndSet(0, loops.size())) {
      loops.forEach(loop -> loop.shedLater(shedding::decrementAndGet));
    }
  }

  /** How many bytes are left; less than zero if the budget is used up. */
  long left() {
    return maxBytes - bytes.get();
  }

  /** How many bytes the heads of an event loop that have not ended may take. */
  long halfHeadsOfLoop() {
    return maxBytes / HALF_HEADS_SHARE / loops.size();
  }

  /** How many of its bytes an event loop may keep. */
  long keep(long ofLoop) {
    long all = bytes.get();
    return all <= maxBytes ? ofLoop : (long) (0.9 * maxBytes / all * ofLoop);
  }
}
