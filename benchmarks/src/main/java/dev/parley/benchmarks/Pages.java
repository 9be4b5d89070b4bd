package dev.parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a run down: {@code results.md}, {@code index.html} and a picture for each group. */
final class Pages {
  private static final String LEGEND =
      "Medians of all rounds ± half the range between the lowest and the highest. \"(no gap)\": the"
          + " ratio is 1 within its spread.";

  private final Results results;
  private final Path folder;

  private Pages(Results results, Path folder) {
    this.results = results;
    this.folder = folder;
  }

  static void write(Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    var pages = new Pages(results, folder);
    var plots = pages.plots();
    Files.writeString(folder.resolve("results.md"), pages.markdown(plots));
    Files.writeString(folder.resolve("index.html"), pages.html());
  }

  private List<Table> tables() {
    var tables = new ArrayList<Table>();
    tables.add(facts());
    var aims = Aim.table(results);
    if (!aims.rows().isEmpty()) {
      tables.add(aims);
    }
    results.scenarios().forEach(scenario -> tables.add(Table.of(results, scenario)));
    return tables;
  }

  private Table facts() {
    var rows = new ArrayList<List<String>>();
    results.environment().facts().forEach((name, value) -> rows.add(List.of(name, value)));
    results.environment().versions().forEach((name, value) -> rows.add(List.of(name, value)));
    return new Table("Machine and versions", List.of("what", "value"), rows);
  }

  private String markdown(List<String> plots) {
    var pictures = plots.stream().map(plot -> "![" + plot + "](" + plot + ".png)").toList();
    return "# Results\n\n"
        + LEGEND
        + " What is measured and how:\n[Benchmarks](README.md). Written by `benchmarks/run`.\n\n"
        + String.join("\n\n", pictures)
        + (pictures.isEmpty() ? "" : "\n\n")
        + tables().stream().map(Table::markdown).collect(Collectors.joining("\n"));
  }

  private String html() {
    var body = new StringBuilder("<h1>Parley beside its peers</h1>\n<p>");
    body.append(Html.escape(LEGEND)).append("</p>\n");
    new Charts(results)
        .groups()
        .forEach((name, charts) -> {
          body.append("<h2>").append(name).append("</h2>\n");
          charts.forEach(chart -> body.append(chart.svg()));
        });
    tables().forEach(table -> body.append(table.html()));
    return Html.page("Parley: benchmarks", body.toString());
  }

  /** Draws each group with Chromium; the names of the files, none where there is no Chromium. */
  private List<String> plots() throws IOException {
    var chromium = Screenshot.browser();
    if (chromium.isEmpty()) {
      System.out.println("No pictures: Chromium is not installed.");
      return List.of();
    }
    var names = new ArrayList<String>();
    for (var group : new Charts(results).groups().entrySet()) {
      var charts = group.getValue();
      var body = charts.stream().map(Chart::svg).collect(Collectors.joining());
      int height = charts.stream().mapToInt(chart -> chart.height() + 20).sum() + 40;
      var picture = folder.resolve(group.getKey() + ".png");
      if (Screenshot.take(chromium.get(), Html.page(group.getKey(), body), height, picture)) {
        names.add(group.getKey());
      } else {
        System.out.println("No picture of " + group.getKey() + ": Chromium failed.");
      }
    }
    return names;
  }
}
