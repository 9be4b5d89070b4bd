package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that was ever worth keeping, once more: without a fuzzer, in seconds. */
class RegressionTest {
  private static final Path TARGETS = Path.of("targets");
  private static final Path CORPUS = Path.of("corpus");

  @TestFactory
  List<DynamicTest> nothingIsFoundInWhatIsKept() throws Exception {
    var tests = new ArrayList<DynamicTest>();
    for (var target : Replay.targets(TARGETS).entrySet()) {
      tests.add(
          DynamicTest.dynamicTest(
              target.getKey(),
              () ->
                  assertThat(Replay.replay(CORPUS.resolve(target.getKey()), target.getValue()))
                      .isPositive()));
    }
    return tests;
  }

  @Test
  void everyCorpusHasATarget() throws Exception {
    var targets = Replay.targets(TARGETS).keySet();
    try (var corpora = Files.list(CORPUS)) {
      assertThat(corpora.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(targets);
    }
  }
}
