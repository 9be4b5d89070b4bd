package dev.parley.benchmarks;

import dev.parley.benchmarks.Scenario.Kind;
import dev.parley.benchmarks.Scenario.Need;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All that can be measured, in the order of the tables. */
final class Scenarios {
  /** What is measured without a wish: everything but some combinations of the echoes. */
  private static final Set<String> RARE =
      Set.of(
          "echo-1x16-32-text",
          "echo-1x1-1024-text",
          "echo-1x16-1024-text",
          "echo-1x1-32-binary",
          "echo-1x16-32-binary",
          "echo-1x1-1024-binary",
          "echo-1x16-1024-binary",
          "echo-100x1-32-binary",
          "echo-100x16-32-binary",
          "echo-100x1-1024-binary",
          "echo-1000x16-1024-text",
          "echo-1000x1-1024-text",
          "echo-1000x1-32-binary",
          "echo-1000x16-32-binary",
          "echo-1000x1-1024-binary",
          "echo-1000x16-1024-binary");

  /** Routes of Bench.java, and what their handlers do. */
  private static final Map<String, String> NEIGHBOURS = neighbourRoutes();

  private Scenarios() {}

  private static Map<String, String> neighbourRoutes() {
    var routes = new LinkedHashMap<String, String>();
    routes.put("burn", "neighbour burns 200 ms of CPU");
    routes.put("native", "neighbour blocks 200 ms natively");
    routes.put("jdbc", "neighbour queries a database for 10 ms");
    routes.put("dns", "neighbour looks up names for 10 ms");
    routes.put("sleep", "neighbour sleeps 10 ms");
    routes.put("synchronized", "neighbour sleeps 10 ms in a lock");
    routes.put("file", "neighbour reads files");
    return routes;
  }

  static List<Scenario> all() {
    var all = new ArrayList<Scenario>();
    echoes(all);
    all.add(fanout(1_000, 4));
    all.add(fanout(5_000, 2));
    all.add(load("churn", "connect, echo, close; 16 at once", "churn --connections 16"));
    neighbours(all);
    all.add(
        special(
            "echo-tls-100x1-32-text", "echo, TLS, 100 × 1, 32 B", Need.TLS, "--tls --bytes 32"));
    all.add(
        special(
            "echo-deflate-100x1-1024-text",
            "echo, compressed, 100 × 1, 1 KiB",
            Need.DEFLATE,
            "--deflate --bytes 1024"));
    all.add(idle(15_000));
    all.add(new Scenario("start-up", "start-up", Kind.START_UP, List.of(), Need.NOTHING));
    return List.copyOf(all);
  }

  /** Those whose names begin with one of the prefixes; the usual ones if there are none. */
  static List<Scenario> named(List<String> prefixes) {
    if (prefixes.isEmpty()) {
      return all().stream().filter(scenario -> !isRare(scenario)).toList();
    }
    if (prefixes.contains("all")) {
      return all();
    }
    if (prefixes.contains("aims")) {
      return all().stream().filter(Aim::needs).toList();
    }
    for (var prefix : prefixes) {
      if (all().stream().noneMatch(scenario -> scenario.name().startsWith(prefix))) {
        throw new IllegalArgumentException(
            "No scenario begins with '" + prefix + "'; benchmarks/run --help lists them.");
      }
    }
    return all().stream()
        .filter(scenario -> prefixes.stream().anyMatch(scenario.name()::startsWith))
        .toList();
  }

  private static boolean isRare(Scenario scenario) {
    return RARE.contains(scenario.name()) || scenario.name().startsWith("paced");
  }

  private static void echoes(List<Scenario> all) {
    for (var connections : List.of(1, 100, 1_000)) {
      for (var inFlight : List.of(1, 16)) {
        for (var bytes : List.of(32, 1_024)) {
          for (var kind : List.of("text", "binary")) {
            var name = "echo-" + connections + "x" + inFlight + "-" + bytes + "-" + kind;
            var title =
                String.format(
                    Locale.ROOT,
                    "echo, %,d × %d in flight, %s, %s",
                    connections,
                    inFlight,
                    bytes == 32 ? "32 B" : "1 KiB",
                    kind);
            var arguments =
                String.format(
                    Locale.ROOT,
                    "echo --connections %d --in-flight %d --bytes %d --kind %s",
                    connections,
                    inFlight,
                    bytes,
                    kind);
            all.add(load(name, title, arguments));
          }
        }
      }
    }
  }

  private static Scenario load(String name, String title, String arguments) {
    return new Scenario(name, title, Kind.LOAD, List.of(arguments.split(" ")), Need.NOTHING);
  }

  private static Scenario special(String name, String title, Need need, String arguments) {
    var all = List.of(("echo --connections 100 " + arguments).split(" "));
    return new Scenario(name, title, Kind.LOAD, all, need);
  }

  private static Scenario fanout(int members, int publications) {
    return load(
        "fanout-" + members,
        String.format(
            Locale.ROOT, "fan-out to %,d, 128 B, %d publications under way", members, publications),
        String.format(
            Locale.ROOT,
            "fanout --connections %d --bytes 128 --in-flight %d",
            members,
            publications));
  }

  private static Scenario idle(int connections) {
    return new Scenario(
        "idle-" + connections,
        String.format(Locale.ROOT, "idle, %,d connections", connections),
        Kind.IDLE,
        List.of(Integer.toString(connections)),
        Need.NOTHING);
  }

  /**
   * The same echo of 999 connections, alone and beside one whose handler misbehaves: as fast as it
   * goes, and at a rate that leaves the server time to spare.
   */
  private static void neighbours(List<Scenario> all) {
    var fast = "echo --connections 999";
    all.add(neighbour("neighbour-quiet", "no neighbour", fast));
    for (var route : NEIGHBOURS.entrySet()) {
      var arguments = fast + " --disturb /ws/" + route.getKey();
      all.add(neighbour("neighbour-" + route.getKey(), route.getValue(), arguments));
    }
    var paced = fast + " --rate 10000";
    all.add(neighbour("paced-quiet", "10,000 a second, no neighbour", paced));
    for (var route : NEIGHBOURS.entrySet()) {
      var arguments = paced + " --disturb /ws/" + route.getKey();
      var title = "10,000 a second, " + route.getValue();
      all.add(neighbour("paced-" + route.getKey(), title, arguments));
    }
  }

  private static Scenario neighbour(String name, String title, String arguments) {
    return new Scenario(
        name, "echo of 999, " + title, Kind.LOAD, List.of(arguments.split(" ")), Need.NEIGHBOUR);
  }
}
