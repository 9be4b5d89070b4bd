package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of behaviours names tests that exist, and leaves none of its numbers out. */
class SemanticsPageTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+) \\| .* \\| (.+) \\|$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final int LAST_OF_A12 = 182;

  @Test
  void everyNumberHasATestOrAReason() throws IOException {
    var rows = rows();

    assertThat(rows.keySet())
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 236).boxed().toList());
    assertThat(rows)
        .allSatisfy((number, cell) ->
            assertThat(number <= LAST_OF_A12 && cell.equals("Comes later."))
                .as("row %d", number)
                .isFalse());
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    var sources = testSources();
    var tests = TEST.matcher(page());
    while (tests.find()) {
      assertThat(sources).containsKey(tests.group(1));
      if (tests.group(2) != null) {
        assertThat(sources.get(tests.group(1))).contains("void " + tests.group(2) + "(");
      }
    }
  }

  private static Map<Integer, String> rows() throws IOException {
    var rows = new HashMap<Integer, String>();
    var matcher = ROW.matcher(page());
    while (matcher.find()) {
      rows.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
    }
    return rows;
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/semantics.md"));
  }

  private static Map<String, String> testSources() throws IOException {
    var sources = new HashMap<String, String>();
    for (var module :
        new String[] {
          "core", "parley-test", "parley-validation", "parley-jwt", "parley-cli", "examples/guide"
        }) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (var file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString();
          // Two packages may have a class of one name.
          sources.merge(
              name.substring(0, name.length() - ".java".length()),
              Files.readString(file),
              String::concat);
        }
      }
    }
    return sources;
  }
}
