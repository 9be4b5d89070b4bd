package dev.parley.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
  private static final SoakPlan SECONDS =
      new SoakPlan(Duration.ofSeconds(10), Duration.ofMillis(500), 4);

  @TempDir Path folder;

  /** Whether anything grows, only a long run can tell. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void everybodyIsServedBesideThoseWhoBreakTheRules() throws IOException {
    SoakResult result;
    try (var soak = Soak.start(folder.resolve("server.log"))) {
      result = soak.run(SECONDS, sample -> {});
    }

    assertThat(result.traffic().failures()).isEmpty();
    // Some echoes may be left uncompressed: it depends on who finds a deflater.
    assertThat(result.traffic().done().keySet())
        .filteredOn(kind -> !kind.equals("echo left uncompressed"))
        .containsExactlyInAnyOrder(
            "HTTP request",
            "compressed echo",
            "delivery",
            "echo",
            "publication",
            "room of its own",
            "upload",
            "visit",
            "visit that is cut");
    assertThat(result.abuse().fates()).containsKeys("close 1002", "close 1007");
    assertThat(result.samples()).hasSize(20);
    assertThat(result.verdicts())
        .allSatisfy(verdict -> assertThat(verdict.most()).as("%s", verdict).isPositive());
  }

  @Test
  void whatGrowsOrFailsIsAFault() {
    assertThat(result(0, Map.of(), List.of("WARN slow")).faults()).isEmpty();
    assertThat(result(1, Map.of("echo: reset", 2L), List.of("LEAK: a buffer")).faults())
        .containsExactly(
            "Heap after a full collection grows", "2 times: echo: reset", "LEAK: a buffer");
  }

  @Test
  void whatHappensInTheFirstMinutesDoesNotCount() {
    var warm = result(0, Map.of(), List.of());

    assertThat(warm.warmUpSeconds()).isEqualTo(180);
    assertThat(warm.verdicts()).extracting(SoakResult.Verdict::first).doesNotContain(0.0);
  }

  @Test
  void whatTheServerDoesNotTellIsAFault() {
    var samples = List.of(new SoakSample(1, 1, 1, 1, new Latency(1, 1, 1, 1), 0, null));
    var traffic = new SoakTraffic.Counts(Map.of(), Map.of(), new Latency(0, 0, 0, 0));

    var result = new SoakResult(1, samples, 0, traffic, new Outcome(0, Map.of(), 0, 0), List.of());

    assertThat(result.faults())
        .containsExactly(
            "Heap after a full collection is not known",
            "Memory outside of the heap, known to the JVM is not known",
            "Threads of the operating system is not known",
            "Virtual threads is not known");
  }

  @Test
  void thePageShowsFiguresPlotsAndVerdicts() throws Exception {
    var page = folder.resolve("soak.md");
    Files.copy(Path.of("..", "docs", "soak.md"), page);
    var result = result(1, Map.of(), List.of());

    SoakPage.write(page, result);
    SoakPage.writeFiles(folder.resolve("soak"), result);

    assertThat(page)
        .content()
        .contains(
            "| [Heap after a full collection](soak/heap.svg) |",
            "| fail |",
            "| pass |",
            "| shown only |");
    for (var figure : SoakFigure.values()) {
      var plot = folder.resolve("soak").resolve(figure.file() + ".svg").toFile();
      var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot);
      assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(1);
      assertThat(page).content().contains("](soak/" + figure.file() + ".svg)");
    }
    assertThat(folder.resolve("soak/samples.jsonl"))
        .content()
        .hasLineCount(result.samples().size());
  }

  /** Fifteen minutes whose heap grows by so many MiB each minute from the fourth on. */
  private static SoakResult result(
      int mebibytesPerMinute, Map<String, Long> failures, List<String> complaints) {
    var samples =
        IntStream.rangeClosed(0, 15)
            .mapToObj(minute -> sample(minute, Math.max(0, minute - 3) * mebibytesPerMinute))
            .toList();
    var traffic = new SoakTraffic.Counts(Map.of("echo", 1L), failures, new Latency(1, 1, 1, 1));
    return new SoakResult(900, samples, 0.2, traffic, new Outcome(0, Map.of(), 0, 0), complaints);
  }

  private static SoakSample sample(int minute, int grown) {
    int start = minute < 3 ? 0 : 1;
    long heap = (20L * start + grown) * 1024 * 1024;
    var server = new ServerFigures(heap, 1_000_000L * start, heap, 0, 10 * start, 10 * start);
    return new SoakSample(
        minute * 60,
        200_000_000L * start,
        100 * start,
        90 * start,
        new Latency(100, start, start, start),
        0,
        server);
  }
}
