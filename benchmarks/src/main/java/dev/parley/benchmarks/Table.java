package dev.parley.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Figures in rows and columns.
 *
 * @param title what the rows have in common
 * @param head names of the columns
 * @param rows their cells
 */
record Table(String title, List<String> head, List<List<String>> rows) {
  private static final List<Figure> LOAD =
      List.of(Figure.CPU, Figure.RATE, Figure.P50, Figure.P99, Figure.P999);
  private static final List<Figure> IDLE = List.of(Figure.RSS, Figure.RSS_BEFORE, Figure.HEAP);
  private static final String BASE = "netty";

  /** All servers in one scenario, the cheapest first. */
  static Table of(Results results, Scenario scenario) {
    var figures = figures(scenario.kind());
    var first = figures.getFirst();
    var head = new ArrayList<>(List.of("server"));
    figures.forEach(figure -> head.add(figure.title()));
    head.addAll(List.of("/ raw Netty", "errors"));
    var rows =
        results.peers(scenario).stream()
            .sorted((one, other) ->
                Double.compare(
                    results.spread(scenario, one, first).median(),
                    results.spread(scenario, other, first).median()))
            .map(peer -> row(results, scenario, peer))
            .toList();
    return new Table(scenario.title() + " (" + scenario.name() + ")", head, rows);
  }

  /** What counts in a scenario, the most important first. */
  static List<Figure> figures(Scenario.Kind kind) {
    return switch (kind) {
      case LOAD -> LOAD;
      case IDLE -> IDLE;
      case START_UP -> List.of(Figure.START_UP);
    };
  }

  private static List<String> row(Results results, Scenario scenario, String peer) {
    var figures = figures(scenario.kind());
    var cells =
        figures.stream().map(figure -> cell(figure, results.spread(scenario, peer, figure)));
    var ratio =
        ratio(
            results.ratio(
                figures.getFirst(),
                new Aim.Side(scenario.name(), peer),
                new Aim.Side(scenario.name(), BASE)));
    var errors = Long.toString(results.errors(scenario, peer));
    var name = peer + (results.isDisturbed(scenario, peer) ? " (disturbed)" : "");
    return Stream.of(Stream.of(name), cells, Stream.of(ratio, errors))
        .flatMap(part -> part)
        .toList();
  }

  private static String cell(Figure figure, Spread spread) {
    return spread.isEmpty()
        ? "–"
        : figure.format(spread.median()) + " ± " + figure.format(spread.halfRange());
  }

  /** A ratio with its spread; one that may as well be 1 says so. */
  static String ratio(Spread ratio) {
    if (ratio.isEmpty()) {
      return "–";
    }
    var text = String.format(Locale.ROOT, "%.2f ± %.2f", ratio.median(), ratio.halfRange());
    return ratio.hasNoGap() && ratio.median() != 1 ? text + " (no gap)" : text;
  }

  String html() {
    var html =
        new StringBuilder("<h2>" + Html.escape(title) + "</h2>\n<div class='wide'><table>\n");
    appendRow(html, "th", head);
    rows.forEach(row -> appendRow(html, "td", row));
    return html.append("</table></div>\n").toString();
  }

  private static void appendRow(StringBuilder html, String tag, List<String> cells) {
    html.append("<tr>");
    cells.forEach(cell -> html.append("<" + tag + ">" + Html.escape(cell) + "</" + tag + ">"));
    html.append("</tr>\n");
  }

  String markdown() {
    var lines = new ArrayList<String>();
    lines.add("## " + title);
    lines.add("");
    lines.add("| " + String.join(" | ", head) + " |");
    lines.add("| --- |" + " ---: |".repeat(head.size() - 1));
    rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
    lines.add("");
    return String.join("\n", lines);
  }
}
