package dev.parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where and with what was measured.
 *
 * @param facts by name, in the order of the page
 * @param versions of the peers, by name
 */
record Environment(Map<String, String> facts, Map<String, String> versions) {
  static Environment of(Options options, List<Peer> peers) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("date", LocalDate.now(java.time.ZoneOffset.UTC).toString());
    facts.put("CPU", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vendor.version", "") + " " + Runtime.version());
    facts.put("JVM options", String.join(" ", options.jvm()));
    facts.put("cores", options.cores() == Cores.PINNED ? "servers on 0, load on 1" : "not pinned");
    facts.put("rounds", options.rounds() + " of " + options.seconds() + " s");
    var versions = new LinkedHashMap<String, String>();
    peers.forEach(peer -> versions.put(peer.name(), peer.version()));
    return new Environment(facts, versions);
  }

  private static String cpu() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
