package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Java of each section is no longer than the Python beside it. Counted are lines with code: no
 * blank ones, no comments, none that hold only brackets, in both languages alike.
 */
class GuideLinesTest {
  private static final Path TABLE = Path.of("..", "..", "docs", "guide.md");
  private static final Pattern SECTION =
      Pattern.compile(
          "java: \"(?<java>[^\"]+)\",\\s+title: \\{ en: \"(?<title>[^\"]+)\".*?python: `(?<python>.*?)`,",
          Pattern.DOTALL);
  private static final Pattern MARKER = Pattern.compile("// --- (.+) ---");
  private static final Pattern ONLY_BRACKETS = Pattern.compile("[\\s(){}\\[\\];:,]*");

  /**
   * Methods with nothing beside them in the Python: its guide leaves out the tables and the SQL.
   */
  private static final List<String> NOT_IN_PYTHON =
      List.of("JdbcConnectionPool pool(", "List<String> messages(");

  /** The guide tells of pitfalls in a table; there is no code to compare with. */
  private static final String WITHOUT_PYTHON = "Pitfalls";

  private record Section(String title, String java, String python) {
    long javaLines() {
      return lines(java, "//");
    }

    long pythonLines() {
      return lines(python, "#");
    }

    private static long lines(String code, String comment) {
      return code.lines()
          .map(String::strip)
          .filter(line -> !line.startsWith(comment))
          .filter(line -> !ONLY_BRACKETS.matcher(line).matches())
          .count();
    }
  }

  @Test
  void noSectionIsLongerThanThePythonBesideIt() throws IOException {
    assertThat(sections())
        .hasSize(14)
        .allSatisfy(section ->
            assertThat(section.javaLines())
                .as(section.title())
                .isPositive()
                .isLessThanOrEqualTo(section.pythonLines()));
  }

  @Test
  void tableInDocsTellsTheTruth() throws IOException {
    var expected = table(sections());
    if (Boolean.getBoolean("parley.writeDocs")) {
      Files.writeString(TABLE, expected);
    }

    assertThat(Files.readString(TABLE)).isEqualTo(expected);
  }

  private static String table(List<Section> sections) {
    var page = new StringBuilder();
    page.append("# The guide, line by line\n\n");
    page.append("The Python is that of the FastAPI WebSocket guide, the Java that of ");
    page.append(
        "[Guide.java](../examples/guide/Guide.java), as it runs. Counted are lines with code: no blank");
    page.append(" ones, no comments, none that hold only brackets, in both languages alike.\n\n");
    page.append("| Section | FastAPI | Parley |\n| --- | ---: | ---: |\n");
    long python = 0;
    long java = 0;
    for (var section : sections) {
      page.append(
          "| %s | %d | %d |\n"
              .formatted(section.title(), section.pythonLines(), section.javaLines()));
      python += section.pythonLines();
      java += section.javaLines();
    }
    page.append("| **Together** | **%d** | **%d** |\n".formatted(python, java));
    for (var section : sections) {
      page.append(
          "\n## %s\n\n```python\n%s\n```\n\n".formatted(section.title(), section.python().strip()));
      page.append("```java fragment\n%s\n```\n".formatted(section.java().strip()));
    }
    return page.toString();
  }

  private static List<Section> sections() throws IOException {
    var java = handlersBySection();
    var sections = new ArrayList<Section>();
    var matcher = SECTION.matcher(Files.readString(Path.of("public", "sections.js")));
    while (matcher.find()) {
      String name = matcher.group("java");
      if (name.equals(WITHOUT_PYTHON)) {
        continue;
      }
      assertThat(java).containsKey(name);
      sections.add(
          new Section(
              matcher.group("title"),
              java.get(name),
              matcher.group("python").replace("\\\\", "\\")));
    }
    return sections;
  }

  /** The handlers and providers of each section: annotated methods. */
  private static Map<String, String> handlersBySection() throws IOException {
    var sections = new LinkedHashMap<String, String>();
    String section = "";
    var method = new StringBuilder();
    boolean within = false;
    try (Stream<String> lines = Files.lines(GuideProcess.FILE)) {
      for (String line : (Iterable<String>) lines::iterator) {
        var marker = MARKER.matcher(line);
        if (marker.matches()) {
          section = marker.group(1);
        }
        within = within || line.matches("@(WebSocketRoute|Get|Post|Provides).*");
        if (within) {
          method.append(line).append('\n');
        }
        if (within && line.equals("}")) {
          String whole = method.toString();
          if (NOT_IN_PYTHON.stream().noneMatch(whole::contains)) {
            sections.merge(section, whole, (before, next) -> before + "\n" + next);
          }
          method.setLength(0);
          within = false;
        }
      }
    }
    return sections;
  }
}
