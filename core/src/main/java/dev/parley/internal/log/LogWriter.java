package dev.parley.internal.log;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Writes entries on a virtual thread that lives while there are any. */
final class LogWriter {
  /** How many entries may wait; more than a log takes in a second tell nobody anything. */
  private static final int MOST_WAITING = 1_000;

  private final Queue<Runnable> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean();

  /** Has an entry written. Any thread; never blocks. */
  void write(Runnable entry) {
    if (waiting.get() >= MOST_WAITING) {
      dropped.incrementAndGet();
    } else {
      waiting.incrementAndGet();
      entries.add(entry);
    }
    start();
  }

  private void start() {
    if (!running.compareAndSet(false, true)) {
      return;
    }
    try {
      Thread.ofVirtual().name("parley-log").start(this::writeAll);
    } catch (Throwable failure) {
      // As there is no memory for a thread. The next entry tries again.
      running.set(false);
    }
  }

  private void writeAll() {
    do {
      try {
        writeWaiting();
        tellDropped();
      } catch (Throwable failure) {
        // The log itself is broken: there is nowhere to say so.
      }
      running.set(false);
    } while (!entries.isEmpty() && running.compareAndSet(false, true));
  }

  private void writeWaiting() {
    for (var entry = entries.poll(); entry != null; entry = entries.poll()) {
      waiting.decrementAndGet();
      entry.run();
    }
  }

  private void tellDropped() {
    long count = dropped.getAndSet(0);
    if (count > 0) {
      LoggerFactory.getLogger("dev.parley.server")
          .warn("{} entries of the log were dropped, as it is written too slowly", count);
    }
  }
}
