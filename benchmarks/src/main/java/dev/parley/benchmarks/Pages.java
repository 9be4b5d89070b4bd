package dev.parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Writes a run down. */
final class Pages {
  private Pages() {}

  /** Writes {@code results.md} into a folder. */
  static void write(Results results, Path folder) throws IOException {
    Files.writeString(folder.resolve("results.md"), markdown(results));
  }

  private static String markdown(Results results) {
    var parts = new ArrayList<String>();
    parts.add(
        """
        # Results

        Medians of all rounds ± half the range between the lowest and the highest. "(no gap)": the
        ratio is 1 within its spread. What is measured and how: [Benchmarks](README.md).
        """);
    var facts = new StringBuilder("| | |\n| --- | --- |\n");
    results.environment().facts().forEach((name, value) -> facts.append(row(name, value)));
    results.environment().versions().forEach((name, value) -> facts.append(row(name, value)));
    parts.add(facts.toString());
    results.scenarios().forEach(scenario -> parts.add(Table.of(results, scenario).markdown()));
    return String.join("\n", parts);
  }

  private static String row(String name, String value) {
    return "| " + name + " | " + value + " |\n";
  }
}
