package dev.parley.benchmarks.million;

import dev.parley.internal.loop.CarrierLoops;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Opens the connections, measures, and prints a figure a line: its name, a colon, its value. */
public final class MillionServer {
  /** How a line of the histogram begins. */
  static final String CLASS = "class ";

  private static final int WARM_UPS = 50;
  private static final int WARM_UP_CONNECTIONS = 2_000;
  private static final int WARM_UP_PUBLICATIONS = 20;
  private static final int PUBLICATIONS = 7;
  private static final long IDLE_SECONDS = 20;
  private static final long TALK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GIVE_BACK_MILLIS = 3_000;

  /** Smaller shares of the heap of a connection are not told. */
  private static final int LEAST_BYTES = 12;

  private final int count;
  private final Crowd crowd;

  private MillionServer(int count) {
    this.count = count;
    this.crowd = new Crowd(Math.max(count, WARM_UP_CONNECTIONS));
  }

  /**
   * Measures.
   *
   * @param arguments the number of connections
   * @throws Exception if it cannot be measured
   */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    new MillionServer(Integer.parseInt(arguments[0])).measure();
    System.exit(0);
  }

  private static void say(String name, String value) {
    System.out.println(name + ": " + value);
  }

  private void measure() throws Exception {
    say("handlers are carried by", CarrierLoops.carryHandlers() ? "event loops" : "the JDK");
    warmUp();
    ProcessFigures.keepFree(5, 10);
    System.gc();
    System.gc();
    long heapBefore = ProcessFigures.usedHeapBytes();
    Thread.sleep(GIVE_BACK_MILLIS);
    long residentBefore = ProcessFigures.residentBytes();
    ProcessFigures.keepFree(40, 70);
    try (var sweeps = Executors.newSingleThreadScheduledExecutor()) {
      var _ = sweeps.scheduleAtFixedRate(crowd::sweep, 1, 1, TimeUnit.SECONDS);
      open();
      idle();
      collect(heapBefore);
      publish();
      talk();
      giveBack(residentBefore);
    }
  }

  /** A parked handler whose code is not compiled is two or three times as large. */
  private void warmUp() throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      crowd.open(WARM_UP_CONNECTIONS);
      for (int publication = 0; publication < WARM_UP_PUBLICATIONS; publication++) {
        crowd.publish();
      }
      crowd.leave();
    }
  }

  private void open() throws InterruptedException {
    try (var pauses = new Pauses()) {
      long start = System.nanoTime();
      long cpu = ProcessFigures.cpuNanos();
      crowd.open(count);
      say("opening all, time", "%.1f s".formatted((System.nanoTime() - start) / 1e9));
      say(
          "opening, CPU a connection",
          "%.1f µs".formatted((ProcessFigures.cpuNanos() - cpu) / 1e3 / count));
      say("opening, pauses", pauses.end());
    }
  }

  private void idle() throws InterruptedException {
    try (var pauses = new Pauses()) {
      long cpu = ProcessFigures.cpuNanos();
      long pings = crowd.pings();
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      double cpuNanos = (double) (ProcessFigures.cpuNanos() - cpu);
      long perSecond = (crowd.pings() - pings) / IDLE_SECONDS;
      say("idle, pings and pongs a second", "%,d".formatted(perSecond));
      say("idle, CPU", "%.0f %% of a core".formatted(cpuNanos / IDLE_SECONDS / 1e7));
      say("idle, pauses", pauses.end());
    }
  }

  /** What lives. */
  private void collect(long heapBefore) throws Exception {
    try (var pauses = new Pauses()) {
      long start = System.nanoTime();
      System.gc();
      say("full collection, time", "%,.0f ms".formatted((System.nanoTime() - start) / 1e6));
      say("full collection, pauses", pauses.end());
    }
    var histogram = ProcessFigures.histogram();
    long heap = ProcessFigures.usedHeapBytes() - heapBefore;
    say("live heap a connection", "%,d bytes".formatted(heap / count));
    for (var one : histogram) {
      if (one.bytes() / count >= LEAST_BYTES) {
        double number = (double) one.count() / count;
        say(
            CLASS + plainName(one.name()),
            "%.1f | %,.0f".formatted(number, (double) one.bytes() / count));
      }
    }
  }

  /** Classes of lambdas have a number that tells nothing. */
  private static String plainName(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private void publish() {
    double[] millis = new double[PUBLICATIONS];
    double[] cpuMillis = new double[PUBLICATIONS];
    long allocated = ProcessFigures.allocatedBytes();
    try (var pauses = new Pauses()) {
      for (int i = 0; i < PUBLICATIONS; i++) {
        long start = System.nanoTime();
        long cpu = ProcessFigures.cpuNanos();
        crowd.publish();
        millis[i] = (System.nanoTime() - start) / 1e6;
        cpuMillis[i] = (ProcessFigures.cpuNanos() - cpu) / 1e6;
        crowd.requireMessages(i + 1);
      }
      allocated = ProcessFigures.allocatedBytes() - allocated;
      say("publication to all, time", "%s ms".formatted(spread(millis)));
      say("publication to all, CPU", "%s ms".formatted(spread(cpuMillis)));
      say("a delivery, CPU", "%.2f µs".formatted(cpuMillis[PUBLICATIONS / 2] * 1e3 / count));
      say(
          "allocated for a delivery",
          "%.0f bytes".formatted((double) allocated / PUBLICATIONS / count));
      say("publications, pauses", pauses.end());
    }
  }

  /** Sorts values and tells their median, the least and the most. */
  private static String spread(double[] values) {
    Arrays.sort(values);
    return "%,.0f (%,.0f to %,.0f)"
        .formatted(values[values.length / 2], values[0], values[values.length - 1]);
  }

  private void talk() throws InterruptedException {
    try (var pauses = new Pauses()) {
      long before = crowd.messages();
      crowd.talk(TALK_NANOS);
      say(
          "echo, messages a second",
          "%,.0f".formatted((crowd.messages() - before) * 1e9 / TALK_NANOS));
      say("echo, pauses", pauses.end());
    }
  }

  /**
   * What the process holds after it has given back what it does not need. At the end, as the
   * collector has no room to work in afterwards.
   */
  private void giveBack(long residentBefore) throws Exception {
    ProcessFigures.keepFree(5, 10);
    System.gc();
    Thread.sleep(GIVE_BACK_MILLIS);
    long resident = ProcessFigures.residentBytes();
    say("RSS a connection", "%,d bytes".formatted((resident - residentBefore) / count));
    say("RSS of the process", "%,d MiB".formatted(resident >> 20));
  }
}
