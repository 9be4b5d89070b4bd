package dev.parley.conformance;

import dev.parley.conformance.Outcomes.Outcome;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page with the requirements. Their words are kept by hand; the last two columns say which
 * tests prove them, and what came of those.
 */
final class ConformancePage {
  /** The part of the page that has numbers of its own, such as {@code RFC 6455}. */
  private static final Pattern PART = Pattern.compile("## (RFC \\d+|Checklist)\\b.*");

  private static final Pattern ROW =
      Pattern.compile("\\| ([0-9.]+[a-z]?) \\| (.*?) \\| (.*?) \\| ([^|]*?) ?\\| ([^|]*?) ?\\|");

  private static final String WITHOUT_CASES = "–";

  /** A row that has no tests, with the reason. */
  private static final Pattern REASON = Pattern.compile("Not (applicable|followed): .*");

  private final List<String> lines;
  private final List<String> rows = new ArrayList<>();
  private final Map<String, String> reasons = new HashMap<>();

  ConformancePage(String text) {
    this.lines = text.lines().toList();
    visit((row, line, cells) -> {
      rows.add(row);
      reasons.put(row, cells.result());
      return line;
    });
  }

  /** What a row has in its columns. */
  private record Cells(String number, String second, String third, String result) {}

  private interface Visitor {
    String line(String row, String line, Cells cells);
  }

  private List<String> visit(Visitor visitor) {
    var visited = new ArrayList<String>();
    String part = "";
    for (String line : lines) {
      var heading = PART.matcher(line);
      if (line.startsWith("## ")) {
        part = heading.matches() ? heading.group(1) : "";
      }
      var row = ROW.matcher(line);
      boolean counts = !part.isEmpty() && row.matches();
      visited.add(
          counts
              ? visitor.line(
                  part + " " + row.group(1),
                  line,
                  new Cells(row.group(1), row.group(2), row.group(3), row.group(5)))
              : line);
    }
    return visited;
  }

  /** The numbers of all rows. */
  List<String> rows() {
    return List.copyOf(rows);
  }

  /** Whether a row says why it has no tests. */
  boolean hasReason(String row) {
    return REASON.matcher(reasons.getOrDefault(row, "")).matches();
  }

  /** The page as this run would have it. */
  String filledIn(ProvingTests tests) {
    return visit(
            (row, line, cells) -> {
              var proving = tests.of(row);
              String result = proving.isEmpty() ? cells.result() : result(proving);
              return "| %s | %s | %s | %s | %s |"
                  .formatted(cells.number(), cells.second(), cells.third(), names(proving), result);
            })
        .stream()
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String names(List<Method> tests) {
    return tests.isEmpty()
        ? WITHOUT_CASES
        : tests.stream()
            .map(test -> "`" + ProvingTests.name(test) + "`")
            .collect(Collectors.joining(", "));
  }

  private static String result(List<Method> tests) {
    var outcome =
        tests.stream()
            .map(test -> Outcomes.of(test).orElse(Outcome.OTHER))
            .reduce(new Outcome(0, 0), Outcome::plus);
    return outcome.others() == 0
        ? outcome.passed() + " passed"
        : outcome.others() + " of " + (outcome.passed() + outcome.others()) + " did not pass";
  }
}
