package dev.parley.internal.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one scope: each made once, and closed in the reverse order of creation.
 *
 * <p>Any thread may ask. Providers run without a lock; who asks for an instance that another thread
 * is making waits until it is made, or could not be.
 */
final class Slots {
  private static final Slots NONE = new Slots(0);

  private final int size;

  /**
   * Instances by slot; {@link InProgress} while one is being made. Null while nothing was asked
   * for, as in most scopes of connections. Written within the monitor, which is notified whenever a
   * slot changes.
   */
  private volatile @Nullable AtomicReferenceArray<@Nullable Object> made;

  /** What to close, in the order of creation; null while there is nothing. Within the monitor. */
  private @Nullable List<AutoCloseable> owned;

  /** Within the monitor. */
  private boolean closed;

  private Slots(int size) {
    this.size = size;
  }

  /** Slots to be filled; where there are none, all scopes share them. */
  static Slots of(int size) {
    return size == 0 ? NONE : new Slots(size);
  }

  /** The instance of a provider, made if need be. */
  Object get(Provider provider, Instances instances) throws Throwable {
    var slots = made;
    var there = slots == null ? null : slots.get(provider.slot());
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
    var taken = takeOwned();
    if (taken.isEmpty()) {
      return;
    }
    for (var instance : taken.reversed()) {
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
  private synchronized @Nullable Object claim(Provider provider) {
    while (true) {
      if (closed) {
        throw endedBefore(provider);
      }
      var slots = slots();
      switch (slots.get(provider.slot())) {
        case null -> {
          slots.set(provider.slot(), new InProgress(Thread.currentThread()));
          return null;
        }
        case InProgress(var maker) -> awaitChange(provider, maker);
        case Object instance -> {
          return instance;
        }
      }
    }
  }

  /** The slots, to be changed within the monitor. */
  private AtomicReferenceArray<@Nullable Object> slots() {
    var slots = made;
    if (slots == null) {
      slots = new AtomicReferenceArray<>(size);
      made = slots;
    }
    return slots;
  }

  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  private void awaitChange(Provider provider, Thread maker) {
    if (maker == Thread.currentThread()) {
      throw new IllegalStateException(provider + " asks for itself while it is being made.");
    }
    try {
      wait();
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
  private synchronized boolean fill(Provider provider, @Nullable Made result) {
    notifyAll();
    if (closed) {
      return false;
    }
    slots().set(provider.slot(), result == null ? null : result.instance());
    if (result != null) {
      result.toClose().ifPresent(this::own);
    }
    return true;
  }

  private void own(AutoCloseable instance) {
    if (owned == null) {
      owned = new ArrayList<>();
    }
    owned.add(instance);
  }

  private static IllegalStateException endedBefore(Provider provider) {
    return new IllegalStateException(provider + " was asked for after its scope had ended.");
  }

  private synchronized List<AutoCloseable> takeOwned() {
    closed = true;
    made = null;
    notifyAll();
    var taken = owned;
    owned = null;
    return taken == null ? List.of() : taken;
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
