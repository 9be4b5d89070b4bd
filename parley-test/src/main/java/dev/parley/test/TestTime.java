package dev.parley.test;

import dev.parley.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time of the server under test: heartbeats, deadlines, {@code ws.sleep}, {@code ws.every}.
 *
 * <p>It runs like the time of the machine, and a test may move it forward ({@link #advance}) or
 * make it stand ({@link #stop}). The waits of the test itself keep the time of the machine. Safe to
 * use from any thread.
 */
public final class TestTime {
  /** Where time is: it stands at a point, or runs ahead of the machine's by an offset. */
  private record Reading(boolean stands, long nanos) {
    long now() {
      return stands ? nanos : System.nanoTime() + nanos;
    }
  }

  private record Due(long at, long order, Runnable action) {}

  private record Parked(Thread thread, long until) {}

  private final Instant startedAt = Instant.now();
  private final long startedAtNanos = System.nanoTime();
  private final TimeSource source = new Source();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** One test thread moves time at a time. */
  private final ReentrantLock moving = new ReentrantLock();

  /** Timers, the next one first. Guarded by {@link #lock}, like the rest. */
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));

  private final Set<Parked> parked = new HashSet<>();
  private long scheduled;
  private boolean closed;
  private volatile Reading reading = new Reading(false, -startedAtNanos);
  private volatile Runnable settling = () -> {};

  TestTime() {
    Thread.ofVirtual().name("parley-test-time").start(this::runTimers);
  }

  /**
   * Returns the date and time that the server sees.
   *
   * @return the time
   */
  public Instant now() {
    return startedAt.plusNanos(reading.now());
  }

  /**
   * Moves time forward, and returns when what became due has been done as far as the kit can see.
   *
   * <p>Time goes from one thing that is due to the next: timers run, and threads that slept go on
   * until they wait again, before it moves further. So a minute with a heartbeat every 20 s has
   * three heartbeats. Who goes on computing is waited for a second a step at most. Over TCP the
   * line gets a moment for each step, which is enough unless the machine is very busy; in memory
   * nothing is left to chance.
   *
   * @param duration how far, not negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration is " + duration + "; time goes forward only.");
    }
    moving.lock();
    try {
      settling.run();
      boolean ran = stand();
      long target = reading.now() + duration.toNanos();
      while (step(target)) {
        settling.run();
      }
      moveTo(target);
      if (ran) {
        run();
      }
      settling.run();
    } finally {
      moving.unlock();
    }
  }

  /** Makes time stand until {@link #resume()}; {@link #advance} moves it also then. */
  public void stop() {
    moving.lock();
    try {
      stand();
    } finally {
      moving.unlock();
    }
  }

  /** Lets time run again. */
  public void resume() {
    moving.lock();
    try {
      run();
    } finally {
      moving.unlock();
    }
  }

  /** What the server gets. */
  TimeSource source() {
    return source;
  }

  /** Says how to wait until both sides have handled what is on the line. */
  void settling(Runnable action) {
    settling = action;
  }

  /** Ends the timers. */
  void end() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // --- moving ---

  /** Makes time stand. Returns whether it ran. */
  private boolean stand() {
    lock.lock();
    try {
      boolean ran = !reading.stands();
      reading = new Reading(true, reading.now());
      changed.signalAll();
      return ran;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    lock.lock();
    try {
      reading = new Reading(false, reading.now() - System.nanoTime());
      changed.signalAll();
      // They wait without a limit while time stands; now they have one.
      parked.forEach(waiting -> LockSupport.unpark(waiting.thread()));
    } finally {
      lock.unlock();
    }
  }

  private void moveTo(long target) {
    lock.lock();
    try {
      reading = new Reading(true, Math.max(target, reading.now()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes to the next thing that is due and has it done. Returns false if nothing is until the
   * target.
   */
  private boolean step(long target) {
    var actions = new ArrayList<Runnable>();
    var threads = new ArrayList<Thread>();
    lock.lock();
    try {
      long next = nextDue();
      if (next > target) {
        return false;
      }
      moveTo(next);
      takeDue(actions, threads);
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
    threads.forEach(LockSupport::unpark);
    Quiet.await(threads);
    return true;
  }

  private long nextDue() {
    var timer = timers.peek();
    long sleepers = parked.stream().mapToLong(Parked::until).min().orElse(Long.MAX_VALUE);
    return timer == null ? sleepers : Math.min(timer.at(), sleepers);
  }

  private void takeDue(List<Runnable> actions, List<Thread> threads) {
    long now = reading.now();
    for (var timer = timers.peek(); timer != null && timer.at() <= now; timer = timers.peek()) {
      actions.add(timers.remove().action());
    }
    for (var waiting : List.copyOf(parked)) {
      if (waiting.until() <= now) {
        parked.remove(waiting);
        threads.add(waiting.thread());
      }
    }
  }

  // --- running by itself ---

  private void runTimers() {
    for (var action = nextAction(); action != null; action = nextAction()) {
      action.run();
    }
  }

  /** Waits for the next timer; null when there will be none. */
  private @Nullable Runnable nextAction() {
    lock.lock();
    try {
      while (!closed) {
        var timer = timers.peek();
        long left = timer == null ? Long.MAX_VALUE : timer.at() - reading.now();
        if (left <= 0) {
          return timers.remove().action();
        }
        if (timer == null || reading.stands()) {
          changed.await();
        } else {
          changed.awaitNanos(left);
        }
      }
      return null;
    } catch (InterruptedException interrupted) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Time as the server asks for it. */
  private final class Source implements TimeSource {
    @Override
    public long nanoTime() {
      return reading.now();
    }

    @Override
    public Instant now() {
      return TestTime.this.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      lock.lock();
      try {
        var due = new Due(reading.now() + delay.toNanos(), scheduled++, action);
        timers.add(due);
        changed.signalAll();
        return () -> cancel(due);
      } finally {
        lock.unlock();
      }
    }

    private void cancel(Due due) {
      lock.lock();
      try {
        timers.remove(due);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void parkUntil(long deadlineNanos) {
      var waiting = new Parked(Thread.currentThread(), deadlineNanos);
      if (!add(waiting)) {
        return;
      }
      try {
        var now = reading;
        if (now.stands()) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, deadlineNanos - now.now());
        }
      } finally {
        remove(waiting);
      }
    }

    private boolean add(Parked waiting) {
      lock.lock();
      try {
        return waiting.until() > reading.now() && parked.add(waiting);
      } finally {
        lock.unlock();
      }
    }

    private void remove(Parked waiting) {
      lock.lock();
      try {
        parked.remove(waiting);
      } finally {
        lock.unlock();
      }
    }
  }
}
