package dev.parley.internal.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one scope: each made once, and closed in the reverse order of creation.
 *
 * <p>Any thread may ask. Providers run without a lock; who asks for an instance that another thread
 * is making waits until it is made, or could not be.
 */
final class Slots {
  /** Instances by slot; {@link InProgress} while one is being made. Written under {@link #lock}. */
  private final AtomicReferenceArray<@Nullable Object> made;

  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled whenever a slot changes. */
  private final Condition changed = lock.newCondition();

  /** What to close, in the order of creation. Guarded by {@link #lock}. */
  private final List<AutoCloseable> owned = new ArrayList<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  Slots(int size) {
    this.made = new AtomicReferenceArray<>(size);
  }

  /** The instance of a provider, made if need be. */
  Object get(Provider provider, Instances instances) throws Throwable {
    var there = made.get(provider.slot());
    if (there == null || there instanceof InProgress) {
      there = claim(provider);
    }
    return there == null ? make(provider, instances) : there;
  }

  /**
   * Closes what was made. Every one is closed even if another fails; nothing is made afterwards.
   *
   * @throws Exception the first failure, the others suppressed in it
   */
  void close() throws Exception {
    Throwable first = null;
    for (var instance : takeOwned().reversed()) {
      try {
        instance.close();
      } catch (Throwable failure) {
        first = first == null ? failure : suppress(first, failure);
      }
    }
    if (first != null) {
      throw Sneaky.unchecked(first);
    }
  }

  /** Returns the instance if it is there; else the slot is this thread's to fill. */
  private @Nullable Object claim(Provider provider) {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw endedBefore(provider);
        }
        switch (made.get(provider.slot())) {
          case null -> {
            made.set(provider.slot(), new InProgress(Thread.currentThread()));
            return null;
          }
          case InProgress(var maker) -> awaitChange(provider, maker);
          case Object instance -> {
            return instance;
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  private void awaitChange(Provider provider, Thread maker) {
    if (maker == Thread.currentThread()) {
      throw new IllegalStateException(provider + " asks for itself while it is being made.");
    }
    try {
      changed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while waiting for " + provider + ".", interrupted);
    }
  }

  private Object make(Provider provider, Instances instances) throws Throwable {
    Made result;
    try {
      result = provider.make(instances);
    } catch (Throwable failure) {
      fill(provider, null);
      throw failure;
    }
    if (!fill(provider, result)) {
      result.close();
      throw endedBefore(provider);
    }
    return result.instance();
  }

  /**
   * Fills the slot, or frees it for the next who asks if nothing was made.
   *
   * @return false if the scope has ended meanwhile
   */
  private boolean fill(Provider provider, @Nullable Made result) {
    lock.lock();
    try {
      changed.signalAll();
      if (closed) {
        return false;
      }
      made.set(provider.slot(), result == null ? null : result.instance());
      if (result != null) {
        result.toClose().ifPresent(owned::add);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static IllegalStateException endedBefore(Provider provider) {
    return new IllegalStateException(provider + " was asked for after its scope had ended.");
  }

  private List<AutoCloseable> takeOwned() {
    lock.lock();
    try {
      closed = true;
      for (int slot = 0; slot < made.length(); slot++) {
        made.set(slot, null);
      }
      changed.signalAll();
      var taken = List.copyOf(owned);
      owned.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static Throwable suppress(Throwable first, Throwable later) {
    if (!later.equals(first)) {
      first.addSuppressed(later);
    }
    return first;
  }

  /** A slot that a thread is filling. */
  private record InProgress(Thread maker) {}
}
