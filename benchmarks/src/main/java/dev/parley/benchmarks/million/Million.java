package dev.parley.benchmarks.million;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures with one collector after the other and writes the page. */
public final class Million {
  private static final String HEAP = "-Xmx10g";

  private static final List<String> COLLECTORS = List.of("G1GC", "ZGC");

  private static final String EXPLANATION =
      """
      Each connection is one of the product: the same state, the same handler on its parked virtual
      thread, a seat in one room of all, heartbeats. Only its line is memory instead of a socket, which
      costs more in the heap and in the kernel. The handler is an echo in a room, warmed up with
      100,000 connections before.

      - *Live heap* and *RSS* are those of the process after full collections, less those before the
        connections were opened. ZGC keeps pointers of 8 bytes; G1 of 4 for a heap of this size.
      - *Idle* is 20 s in which each connection gets its pings (every 20 s) and nothing else.
      - *Publication*: 128 bytes to all, until every client has got it: median of 7 (least to most).
        Every client compares each message byte by byte, and each must have got every publication
        exactly once. CPU is that of the whole process, the clients' comparing included.
      - *Allocated for a delivery* is mostly the queue that a member borrows until its frame is written:
        an event loop keeps 8,192 of them, so that smaller rooms allocate none. Heartbeats count too.
      - *Echo* gives a message of 128 bytes to one connection after the other for 5 s: all of them,
        not a few, so that caches do not help.
      - *Pauses* are those that stop all threads, as the flight recorder counts them: their number,
        the longest, their sum.
      """;

  private Million() {}

  /**
   * Measures and writes.
   *
   * @param arguments the number of connections, and the page to write
   * @throws Exception if it cannot be measured
   */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    var figures = new LinkedHashMap<String, Map<String, String>>();
    for (var collector : COLLECTORS) {
      System.out.println(collector);
      figures.put(collector, measure(collector, count));
    }
    Files.writeString(Path.of(arguments[1]), page(count, figures));
  }

  private static Map<String, String> measure(String collector, int count) throws Exception {
    var server =
        new ProcessBuilder(command(collector, count))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var figures = new LinkedHashMap<String, String>();
    try (var lines = server.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println("  " + line);
        int colon = line.indexOf(": ");
        if (colon > 0) {
          figures.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    }
    if (server.waitFor() != 0) {
      throw new IOException("The server ended with " + server.exitValue() + ".");
    }
    return figures;
  }

  private static List<String> command(String collector, int count) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        HEAP,
        "-XX:+Use" + collector,
        // Only ZGC looks at this: what is free is given back at once.
        "-XX:ZUncommitDelay=1",
        "-cp",
        System.getProperty("java.class.path"),
        MillionServer.class.getName(),
        Integer.toString(count));
  }

  // --- the page ---

  private static String page(int count, Map<String, Map<String, String>> figures) {
    return "# "
        + String.format(Locale.ROOT, "%,d", count)
        + " connections in memory\n\nWritten by `benchmarks/million` on "
        + facts()
        + "\n\n"
        + figuresTable(figures)
        + "\n"
        + EXPLANATION
        + "\n## What a connection is made of\n\n"
        + classesTable(figures.getOrDefault(COLLECTORS.getFirst(), Map.of()))
        + "\nWith "
        + COLLECTORS.getFirst()
        + "; without what is less than 12 bytes for a connection. `StackChunk` is the stack of the"
        + " parked handler,\n`[B` are bytes of strings, `MemoryLine` is the client.\n";
  }

  private static String facts() {
    return LocalDate.now(ZoneOffset.UTC)
        + ": JDK "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, `"
        + HEAP
        + "`.";
  }

  private static String figuresTable(Map<String, Map<String, String>> figures) {
    var rows = new ArrayList<String>();
    rows.add("| | " + String.join(" | ", figures.keySet()) + " |");
    rows.add("| --- |" + " ---: |".repeat(figures.size()));
    var names = new LinkedHashSet<String>();
    figures.values().forEach(ofOne -> names.addAll(ofOne.keySet()));
    for (var name : names) {
      if (!name.startsWith(MillionServer.CLASS)) {
        var cells = figures.values().stream().map(ofOne -> ofOne.getOrDefault(name, "–")).toList();
        rows.add("| " + name + " | " + String.join(" | ", cells) + " |");
      }
    }
    return String.join("\n", rows) + "\n";
  }

  private static String classesTable(Map<String, String> figures) {
    var rows = new ArrayList<String>();
    rows.add("| class | objects | bytes |");
    rows.add("| --- | ---: | ---: |");
    figures.forEach((name, value) -> {
      if (name.startsWith(MillionServer.CLASS)) {
        rows.add("| `" + name.substring(MillionServer.CLASS.length()) + "` | " + value + " |");
      }
    });
    return String.join("\n", rows) + "\n";
  }
}
