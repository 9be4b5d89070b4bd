package dev.parley.internal.work;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of event loops that takes locks which handlers take too: it is done one after the other, in
 * the order in which it came, on a virtual thread of the JDK's scheduler.
 *
 * <p>A handler that has waited for a lock needs its event loop to go on. Were the loop to wait
 * behind that handler, neither would ever move.
 */
public final class LockingWork implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.server");

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** Whether there is a thread that does it. */
  private final AtomicBoolean running = new AtomicBoolean();

  /** Has something done soon. Any thread; never blocks. */
  @Override
  public void execute(Runnable work) {
    waiting.add(work);
    start();
  }

  private void start() {
    if (!running.compareAndSet(false, true)) {
      return;
    }
    try {
      Thread.ofVirtual().name("parley-locking-work").start(this::doAll);
    } catch (Throwable failure) {
      // As there is no memory for a thread. The next piece of work tries again.
      running.set(false);
    }
  }

  private void doAll() {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        next.run();
      } catch (Throwable failure) {
        LOG.error("What an event loop asked for failed", failure);
      }
    }
    running.set(false);
    if (!waiting.isEmpty()) {
      start();
    }
  }
}
