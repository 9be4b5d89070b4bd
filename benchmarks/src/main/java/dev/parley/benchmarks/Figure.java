package dev.parley.benchmarks;

/** What is compared. */
enum Figure {
  CPU("cpuMicrosPerMessage", "CPU s / million", 2),
  RATE("perSecond", "per second", 0),
  P50("p50Micros", "p50 µs", 0),
  P99("p99Micros", "p99 µs", 0),
  P999("p999Micros", "p99.9 µs", 0),
  RSS("rssBytesPerConnection", "RSS bytes / connection after GC", 0),
  RSS_BEFORE("rssBytesPerConnectionBeforeGc", "before GC", 0),
  HEAP("heapBytesPerConnection", "live heap bytes / connection", 0),
  START_UP("startUpMillis", "ms to the first handshake", 0);

  private final String key;
  private final String title;
  private final int decimals;

  Figure(String key, String title, int decimals) {
    this.key = key;
    this.title = title;
    this.decimals = decimals;
  }

  /** The name in the results. */
  String key() {
    return key;
  }

  /** The head of a column. */
  String title() {
    return title;
  }

  String format(double value) {
    return String.format(java.util.Locale.ROOT, "%,." + decimals + "f", value);
  }
}
