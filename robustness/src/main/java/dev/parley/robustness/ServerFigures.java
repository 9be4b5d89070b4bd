package dev.parley.robustness;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What the server says about itself.
 *
 * @param heapBytes live objects: the heap after a full collection
 * @param directBytes memory outside the heap, chunks that the allocator keeps for later included
 * @param peakHeapBytes the heap after the worst collection since the figures were last read
 * @param peakDirectBytes the most memory outside the heap since then, looked at every 100 ms
 * @param platformThreads threads of the operating system
 * @param virtualThreads virtual threads, parked ones included
 */
record ServerFigures(
    long heapBytes,
    long directBytes,
    long peakHeapBytes,
    long peakDirectBytes,
    int platformThreads,
    int virtualThreads) {

  /** Watches the process that it runs in. */
  static final class Meter {
    private static final long LOOK_MILLIS = 100;

    private final AtomicLong peakHeapBytes = new AtomicLong();
    private final AtomicLong peakDirectBytes = new AtomicLong();

    private Meter() {}

    static Meter start() {
      var meter = new Meter();
      for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        meter.listenTo(collector);
      }
      Thread.ofPlatform().daemon().name("figures").start(meter::watch);
      return meter;
    }

    private void listenTo(GarbageCollectorMXBean collector) {
      ((NotificationEmitter) collector)
          .addNotificationListener((told, from) -> note(told), null, null);
    }

    private void note(Notification told) {
      if (told.getType()
          .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
        var info = GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData());
        long used =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .map(pool -> info.getGcInfo().getMemoryUsageAfterGc().get(pool.getName()))
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        peakHeapBytes.accumulateAndGet(used, Math::max);
      }
    }

    private void watch() {
      try {
        while (true) {
          peakDirectBytes.accumulateAndGet(direct(), Math::max);
          Thread.sleep(LOOK_MILLIS);
        }
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }

    /** Collects, reads, and begins anew with the peaks. */
    ServerFigures read() throws IOException {
      long peakHeap = peakHeapBytes.getAndSet(0);
      long peakDirect = peakDirectBytes.getAndSet(0);
      long heap = liveHeap();
      int platform = ManagementFactory.getThreadMXBean().getThreadCount();
      return new ServerFigures(
          heap, direct(), peakHeap, Math.max(peakDirect, direct()), platform, virtualThreads());
    }

    private static long liveHeap() {
      var memory = ManagementFactory.getMemoryMXBean();
      System.gc();
      System.gc();
      return memory.getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
      long known =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      var allocator = (ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT;
      return Math.max(known, allocator.metric().usedDirectMemory());
    }

    private static int virtualThreads() throws IOException {
      var folder = Files.createTempDirectory("threads");
      var dump = folder.resolve("threads.json");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        try (var lines = Files.lines(dump)) {
          return (int) lines.filter(line -> line.contains("\"virtual\": true")).count();
        }
      } finally {
        Files.deleteIfExists(dump);
        Files.delete(folder);
      }
    }
  }
}
