package dev.parley.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  private static final String ECHO = "echo-100x1-32-text";

  @TempDir private Path folder;

  private Results results = new Results(new Environment(Map.of(), Map.of()), List.of());

  @BeforeEach
  void keepResults() {
    var file = folder.resolve("results.jsonl");
    Results.begin(
        file,
        new Environment(Map.of("CPU", "fast & <new>"), Map.of("parley", "1.0", "netty", "4.2")));
    for (int round = 1; round <= 3; round++) {
      Results.append(file, sample(round, "parley", 5.0 + round));
      // The machine is slower from round to round, for both.
      Results.append(file, sample(round, "netty", 2 * (5.0 + round)));
    }
    results = Results.read(file);
  }

  private static Sample sample(int round, String peer, double cpu) {
    return new Sample(
        round, ECHO, peer, Map.of(Figure.CPU.key(), cpu, Figure.P99.key(), 100.0), 0, "");
  }

  @Test
  void ratiosAreThoseWithinARound() {
    var ratio =
        results.ratio(Figure.CPU, new Aim.Side(ECHO, "parley"), new Aim.Side(ECHO, "netty"));

    assertThat(ratio).isEqualTo(new Spread(3, 0.5, 0));
  }

  @Test
  void tablesHaveTheCheapestServerFirst() {
    var scenario = results.scenarios().getFirst();

    assertThat(Table.of(results, scenario).rows())
        .extracting(List::getFirst)
        .containsExactly("parley", "netty");
  }

  @Test
  void aimsAreHeldAgainstWhatWasMeasured() {
    assertThat(Aim.table(results).rows())
        .contains(
            List.of(ECHO + ", CPU / netty", "0.50 ± 0.00", "≤ 1.00", "≤ 0.90", "aim reached"),
            List.of(ECHO + ", p99 / netty", "1.00 ± 0.00", "≤ 1.10", "≤ 1.00", "aim reached"));
  }

  @Test
  void pagesTellWhereAndWhatWasMeasured() throws IOException {
    Pages.write(results, folder);

    assertThat(Files.readString(folder.resolve("results.md")))
        .contains("| CPU | fast & <new> |", "| netty | 4.2 |", "| parley | 7.00 ± 1.00 |");
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("fast &amp; &lt;new>", "<svg", "7.00 ± 1.00");
  }

  @Test
  void errorsAreShown() {
    Results.append(
        folder.resolve("results.jsonl"),
        new Sample(4, ECHO, "parley", Map.of(Figure.CPU.key(), 6.0), 7, "lost"));
    var again = Results.read(folder.resolve("results.jsonl"));

    assertThat(Table.of(again, again.scenarios().getFirst()).rows().getFirst()).endsWith("7");
  }
}
