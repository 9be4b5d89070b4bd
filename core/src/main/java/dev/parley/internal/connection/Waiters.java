package dev.parley.internal.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Threads parked until something about a connection changes. */
final class Waiters {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet(2);

  /** Adds the current thread, which must check its condition once more before it parks. */
  void add() {
    threads.add(Thread.currentThread());
  }

  /** Removes the current thread. */
  void remove() {
    threads.remove(Thread.currentThread());
  }

  /** Wakes every thread; each checks its condition itself. Never blocks. */
  void wakeAll() {
    threads.forEach(LockSupport::unpark);
  }
}
