package dev.parley.internal.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads parked until something about a connection changes. */
final class Waiters {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet(2);

  /** Parks the current thread while something holds, at most until a deadline. */
  void await(Connection connection, long deadlineNanos, BooleanSupplier holds) {
    var time = connection.time();
    threads.add(Thread.currentThread());
    try {
      while (holds.getAsBoolean() && time.nanoTime() - deadlineNanos < 0) {
        time.parkUntil(deadlineNanos);
        Interruption.throwIfInterrupted(connection);
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Wakes every thread; each checks its condition itself. Never blocks. */
  void wakeAll() {
    threads.forEach(LockSupport::unpark);
  }
}
