package dev.parley.internal.connection;

import dev.parley.Action;
import dev.parley.Task;
import dev.parley.WebSocketClosedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The work that runs beside a handler, none of which outlives it. */
final class ChildTasks {
  private final Connection connection;
  private final ConnectionTask parent;

  /** Guarded by this. */
  private @Nullable Throwable firstFailure;

  /** What runs; null while there never was anything. */
  private volatile @Nullable Set<Child> running;

  private volatile boolean ending;

  ChildTasks(Connection connection, ConnectionTask parent) {
    this.connection = connection;
    this.parent = parent;
  }

  /** Starts work whose failure ends the connection. */
  Task fork(Action action) {
    return start(action, this::failConnection);
  }

  /** Runs an action again and again. */
  Task every(Duration period, Action action) {
    long first = connection.time().nanoTime() + period.toNanos();
    return fork(() -> repeat(first, period, action));
  }

  private void repeat(long first, Duration period, Action action) throws Exception {
    long next = first;
    while (connection.awaitEnd(next)) {
      action.run();
      next = Math.max(next + period.toNanos(), connection.time().nanoTime());
    }
  }

  /** Runs actions at once until all have ended or one has failed. */
  void gather(Action... actions) throws Exception {
    var failure = new AtomicReference<@Nullable Throwable>();
    var group = ConcurrentHashMap.<Child>newKeySet();
    Consumer<Throwable> onFailure =
        thrown -> {
          if (failure.compareAndSet(null, thrown)) {
            group.forEach(Child::cancel);
          }
        };
    try {
      for (var action : actions) {
        group.add(start(action, onFailure));
      }
      if (failure.get() != null) {
        group.forEach(Child::cancel);
      }
      group.forEach(Child::awaitUninterrupted);
    } finally {
      group.forEach(Child::cancel);
    }
    rethrow(failure.get());
  }

  private static void rethrow(@Nullable Throwable failure) throws Exception {
    switch (failure) {
      case null -> {}
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  private Child start(Action action, Consumer<Throwable> onFailure) {
    var set = running();
    int most = connection.config().maxTasksPerConnection();
    if (set.size() >= most) {
      throw new IllegalStateException(
          "The connection has " + most + " tasks running, the most allowed.");
    }
    if (ending) {
      throw new CancellationException("The handler has ended.");
    }
    var child = new Child(action, onFailure);
    set.add(child);
    child.thread.start();
    if (ending) {
      child.cancel();
    }
    return child;
  }

  /** The threads of what runs. */
  Stream<Thread> threads() {
    var set = running;
    return set == null ? Stream.empty() : set.stream().map(child -> child.thread);
  }

  private Set<Child> running() {
    synchronized (this) {
      var set = running;
      if (set == null) {
        set = ConcurrentHashMap.newKeySet(2);
        running = set;
      }
      return set;
    }
  }

  private void failConnection(Throwable failure) {
    if (failure instanceof WebSocketClosedException) {
      return;
    }
    synchronized (this) {
      if (firstFailure != null) {
        return;
      }
      firstFailure = failure;
    }
    parent.interrupt();
  }

  /** Interrupts everything that runs. Never blocks. */
  void interruptAll() {
    var set = running;
    if (set != null) {
      set.forEach(Child::cancel);
    }
  }

  /**
   * Ends everything that runs and waits for it, at most as long as a clean-up may take.
   *
   * @param failure what the handler threw
   * @return what the connection ends with: the failure of a child counts before the interruption it
   *     caused
   */
  @Nullable Throwable end(@Nullable Throwable failure) {
    ending = true;
    var set = running;
    if (set != null) {
      interruptAll();
      long deadline = connection.time().nanoTime() + connection.config().cleanupGrace().toNanos();
      boolean interrupted = Thread.interrupted();
      for (var child : set) {
        child.awaitUntil(deadline);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (!set.isEmpty()) {
        parent.complainAboutHandler();
      }
    }
    synchronized (this) {
      return firstFailure == null ? failure : firstFailure;
    }
  }

  private final class Child implements Task, Runnable {
    private final Action action;
    private final Consumer<Throwable> onFailure;
    private final Thread thread = Thread.ofVirtual().unstarted(this);
    private volatile boolean cancelled;
    private volatile boolean done;

    Child(Action action, Consumer<Throwable> onFailure) {
      this.action = action;
      this.onFailure = onFailure;
    }

    @Override
    public void run() {
      try {
        action.run();
      } catch (Throwable failure) {
        if (!cancelled) {
          onFailure.accept(failure);
        }
      } finally {
        done = true;
        running().remove(this);
      }
    }

    @Override
    public void cancel() {
      if (!done) {
        cancelled = true;
        thread.interrupt();
      }
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    public void join() {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        Interruption.throwIfInterrupted(connection);
      }
    }

    /** Waits for the end; an interruption of the waiting thread cancels the work first. */
    private void awaitUninterrupted() {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException interruption) {
          interrupted = true;
          cancel();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void awaitUntil(long deadlineNanos) {
      long left = deadlineNanos - connection.time().nanoTime();
      try {
        thread.join(Duration.ofNanos(Math.max(1, left)));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
