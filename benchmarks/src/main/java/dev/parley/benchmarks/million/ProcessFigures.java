package dev.parley.benchmarks.million;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What this process has used. */
final class ProcessFigures {
  /** A row of a histogram: number, instances, bytes, name. */
  private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  private ProcessFigures() {}

  /** Objects of one class in the heap. */
  record ClassSize(String name, long count, long bytes) {}

  static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  static long usedHeapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static long residentBytes() throws IOException {
    try (var status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    }
  }

  /** Lets the heap keep so much free memory after a full collection, in per cent; not for ZGC. */
  static void keepFree(int least, int most) {
    var vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    // The one may never be above the other.
    vm.setVMOption("MinHeapFreeRatio", "0");
    vm.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
    vm.setVMOption("MinHeapFreeRatio", Integer.toString(least));
  }

  /** Collects garbage and tells what lives, the largest first. */
  static List<ClassSize> histogram() throws JMException {
    var text =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return text.lines()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row ->
            new ClassSize(row.group(3), Long.parseLong(row.group(1)), Long.parseLong(row.group(2))))
        .toList();
  }
}
