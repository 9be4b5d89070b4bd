package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/conformance.md} against the tests of this module. Runs behind all of them. */
@Order(Integer.MAX_VALUE)
class ConformancePageTest {
  private static final Path PAGE = Path.of("../docs/conformance.md");
  private static final Path FOUND = Path.of("target/conformance.md");

  private final ProvingTests tests = new ProvingTests();

  private static ConformancePage page() throws IOException {
    return new ConformancePage(Files.readString(PAGE));
  }

  @Test
  void everyRequirementHasATestOrAReason() throws IOException {
    var page = page();

    assertThat(page.rows()).doesNotHaveDuplicates();
    assertThat(page.rows())
        .allSatisfy(
            row -> assertThat(page.hasReason(row)).as(row).isEqualTo(tests.of(row).isEmpty()));
  }

  @Test
  void everythingThatIsProvenHasARow() throws IOException {
    assertThat(page().rows()).containsAll(tests.rows());
  }

  @Test
  void thePageSaysWhatCameOfThisRun() throws IOException {
    if (System.getenv("PARLEY_REQUIRE_ALL") == null) {
      assumeThat(tests.notRun()).as("tests that were left out").isEmpty();
    }
    String found = page().filledIn(tests);
    Files.writeString(FOUND, found);

    assertThat(found.lines())
        .as("what did not pass")
        .noneMatch(line -> line.endsWith(" did not pass |"));
    if (!found.equals(Files.readString(PAGE))) {
      fail(
          "docs/conformance.md is out of date; expected is what is in parley-test/%s. Copy it there.",
          FOUND);
    }
  }
}
