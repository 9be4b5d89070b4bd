package dev.parley.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a run, in groups. */
final class Charts {
  private static final String NEIGHBOUR = "neighbour-";

  private final Results results;

  Charts(Results results) {
    this.results = results;
  }

  /** By the names of the groups, which are those of the files too. */
  Map<String, List<Chart>> groups() {
    var groups = new LinkedHashMap<String, List<Chart>>();
    add(groups, "echo-cpu", charts("echo", Figure.CPU));
    add(groups, "echo-latency", charts("echo", Figure.P99));
    add(groups, "fan-out", charts("fanout", Figure.CPU));
    add(groups, "churn", charts("churn", Figure.CPU));
    add(groups, "idle", charts("idle", Figure.RSS));
    add(groups, "start-up", charts("start-up", Figure.START_UP));
    add(groups, "neighbours", neighbours());
    return groups;
  }

  private static void add(Map<String, List<Chart>> groups, String name, List<Chart> charts) {
    if (!charts.isEmpty()) {
      groups.put(name, charts);
    }
  }

  private List<Chart> charts(String prefix, Figure figure) {
    return results.scenarios().stream()
        .filter(scenario -> scenario.name().startsWith(prefix))
        .map(scenario -> chart(scenario, figure))
        .toList();
  }

  private Chart chart(Scenario scenario, Figure figure) {
    var bars =
        results.peers(scenario).stream()
            .map(peer -> bar(peer, scenario, peer, figure))
            .filter(bar -> !bar.spread().isEmpty())
            .sorted(Comparator.comparingDouble(bar -> bar.spread().median()))
            .toList();
    return new Chart(scenario.title(), figure, bars);
  }

  private Chart.Bar bar(String label, Scenario scenario, String peer, Figure figure) {
    return new Chart.Bar(label, results.spread(scenario, peer, figure), peer.startsWith("parley"));
  }

  /** One picture for each server: what its connections feel of which neighbour. */
  private List<Chart> neighbours() {
    var scenarios =
        results.scenarios().stream()
            .filter(scenario -> scenario.name().startsWith(NEIGHBOUR))
            .toList();
    var peers =
        results.environment().versions().keySet().stream()
            .filter(peer -> scenarios.stream().anyMatch(one -> results.peers(one).contains(peer)))
            .toList();
    var charts = new ArrayList<Chart>();
    for (var peer : peers) {
      var bars =
          scenarios.stream()
              .map(one -> bar(one.name().substring(NEIGHBOUR.length()), one, peer, Figure.P99))
              .filter(bar -> !bar.spread().isEmpty())
              .toList();
      charts.add(new Chart("999 echoes beside one neighbour: " + peer, Figure.P99, bars));
    }
    return charts;
  }
}
