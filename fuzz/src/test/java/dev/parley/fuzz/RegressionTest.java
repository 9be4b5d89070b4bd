package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that was ever worth keeping, once more: without a fuzzer, in seconds. */
class RegressionTest {
  private static final Path FUZZ = Path.of("");

  @TestFactory
  List<DynamicTest> nothingIsFoundInWhatIsKept() throws Throwable {
    var tests = new ArrayList<DynamicTest>();
    for (var line : Files.readAllLines(FUZZ.resolve("targets"))) {
      String name = line.split(" ")[0];
      var target = target(line.split(" ")[1]);
      tests.add(DynamicTest.dynamicTest(name, () -> replay(name, target)));
    }
    return tests;
  }

  private static void replay(String name, MethodHandle target) throws Throwable {
    var inputs = inputs(name);
    assertThat(inputs).isNotEmpty();
    for (var input : inputs) {
      try {
        target.invokeExact(Files.readAllBytes(input));
      } catch (Throwable found) {
        throw new AssertionError("Input " + FUZZ.relativize(input), found);
      }
    }
  }

  private static List<Path> inputs(String name) throws IOException {
    try (var files = Files.list(FUZZ.resolve("corpus").resolve(name))) {
      return files.sorted().toList();
    }
  }

  private static MethodHandle target(String className) throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findStatic(
            Class.forName(className),
            "fuzzerTestOneInput",
            MethodType.methodType(void.class, byte[].class));
  }

  @Test
  void everyCorpusHasATarget() throws IOException {
    var targets =
        Files.readAllLines(FUZZ.resolve("targets")).stream().map(line -> line.split(" ")[0]);
    try (var corpora = Files.list(FUZZ.resolve("corpus"))) {
      assertThat(corpora.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(targets.toList());
    }
  }
}
