package dev.parley.robustness;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the server says about itself.
 *
 * @param heapBytes live objects: the heap after a full collection
 * @param directBytes memory outside the heap, chunks that the allocator keeps for later included
 * @param peakHeapBytes the heap after the worst collection since the figures were last read, of
 *     those that were the last one when it was looked at, every 100 ms
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

    private static final List<GarbageCollectorMXBean> COLLECTORS =
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);

    private static final List<String> HEAP_POOLS =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();

    private final AtomicLong peakHeapBytes = new AtomicLong();
    private final AtomicLong peakDirectBytes = new AtomicLong();

    private Meter() {}

    static Meter start() {
      var meter = new Meter();
      Thread.ofPlatform().daemon().name("figures").start(meter::watch);
      return meter;
    }

    /**
     * The heap after the last collection. Asked for, as notifications of collections take longer
     * than some of these, on the core of the server.
     */
    private static long heapAfterCollection() {
      return COLLECTORS.stream()
          .map(GarbageCollectorMXBean::getLastGcInfo)
          .filter(Objects::nonNull)
          .max(Comparator.comparingLong(GcInfo::getEndTime))
          .map(Meter::heapAfter)
          .orElse(0L);
    }

    private static long heapAfter(GcInfo collection) {
      var after = collection.getMemoryUsageAfterGc();
      return HEAP_POOLS.stream().map(after::get).mapToLong(MemoryUsage::getUsed).sum();
    }

    private void watch() {
      try {
        while (true) {
          peakDirectBytes.accumulateAndGet(direct(), Math::max);
          peakHeapBytes.accumulateAndGet(heapAfterCollection(), Math::max);
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
