package dev.parley.robustness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux knows about a process, asked from outside, so that a busy server need not answer. */
final class ProcessFigures {
  /** What Linux counts in, whatever its own ticks are. */
  private static final int TICKS_PER_SECOND = 100;

  private static final int USER_TIME_FIELD = 11;
  private static final int KIB = 1024;

  private final Path folder;

  ProcessFigures(long pid) {
    this.folder = Path.of("/proc", Long.toString(pid));
  }

  /** Resident memory now. */
  long residentBytes() throws IOException {
    return status("VmRSS:") * KIB;
  }

  /** The most resident memory since {@link #forgetPeak}. */
  long peakResidentBytes() throws IOException {
    return status("VmHWM:") * KIB;
  }

  void forgetPeak() throws IOException {
    Files.writeString(folder.resolve("clear_refs"), "5");
  }

  private long status(String field) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("status"))) {
      var line = lines.filter(each -> each.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  /** Seconds of CPU that the process has used, user and system. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(folder.resolve("stat"));
    // The name, which is in parentheses, may hold spaces.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks =
        Long.parseLong(fields[USER_TIME_FIELD]) + Long.parseLong(fields[USER_TIME_FIELD + 1]);
    return (double) ticks / TICKS_PER_SECOND;
  }

  /**
   * Open file descriptors. Since Linux 6.2 their number is the size of the folder; to list ten
   * thousand would take a while, on a core that somebody may need.
   */
  int descriptors() throws IOException {
    long size = Files.size(folder.resolve("fd"));
    if (size > 0) {
      return (int) size;
    }
    try (Stream<Path> open = Files.list(folder.resolve("fd"))) {
      return (int) open.count();
    }
  }

  /** Open sockets. */
  int sockets() throws IOException {
    try (Stream<Path> open = Files.list(folder.resolve("fd"))) {
      return (int) open.filter(ProcessFigures::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }
}
