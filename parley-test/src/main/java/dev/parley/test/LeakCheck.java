package dev.parley.test;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for what tests have left behind: threads of connections, network buffers. Made before them,
 * closed after.
 */
final class LeakCheck implements AutoCloseable {
  /** Servers of this process that run: while there is one, threads of connections are no leak. */
  private static final Set<OwnServer> RUNNING = ConcurrentHashMap.newKeySet();

  private static final ConcurrentLinkedQueue<String> BUFFERS = new ConcurrentLinkedQueue<>();
  private static final String CONNECTION_FRAMES = "dev.parley.internal.connection.";
  private static final int ATTEMPTS = 20;
  private static final long BETWEEN_ATTEMPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  LeakCheck() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((resource, where) -> BUFFERS.add(where));
  }

  static void serverStarted(OwnServer server) {
    RUNNING.add(server);
  }

  static void serverClosed(OwnServer server) {
    RUNNING.remove(server);
  }

  /**
   * Looks.
   *
   * @throws AssertionError if something was left behind
   */
  @Override
  public void close() {
    var leaks = new ArrayList<String>();
    if (RUNNING.isEmpty()) {
      leaks.addAll(threads());
    }
    leaks.addAll(buffers());
    if (!leaks.isEmpty()) {
      throw new AssertionError("The tests left behind:\n" + String.join("\n\n", leaks));
    }
  }

  /**
   * The stacks of threads that work for a connection; those that are just ending have a moment for
   * it.
   */
  private static List<String> threads() {
    var left = connectionThreads();
    for (int i = 0; i < ATTEMPTS && !left.isEmpty(); i++) {
      LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
      left = connectionThreads();
    }
    return left;
  }

  private static List<String> connectionThreads() {
    try {
      Path folder = Files.createTempDirectory("parley-test");
      Path dump = folder.resolve("threads.txt");
      try {
        // The only way to see virtual threads.
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return List.of(Files.readString(dump).split("\n\\s*\n")).stream()
            .filter(thread -> thread.contains(CONNECTION_FRAMES))
            .toList();
      } finally {
        Files.deleteIfExists(dump);
        Files.deleteIfExists(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("The threads cannot be listed.", failure);
    }
  }

  /** What Netty reports once the garbage collector has found buffers that nobody released. */
  private static List<String> buffers() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
      // Leaks are reported when the next buffer is made.
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    var found = List.copyOf(BUFFERS);
    BUFFERS.clear();
    return found;
  }
}
