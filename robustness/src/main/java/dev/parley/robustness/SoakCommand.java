package dev.parley.robustness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a server serve mixed traffic, and tells what grew. */
@Command(
    name = "soak",
    description = "Mixed traffic, under which memory, descriptors and threads may not grow.")
final class SoakCommand implements Callable<Integer> {
  private static final Path PAGE = Path.of("docs", "soak.md");
  private static final Path FILES = Path.of("docs", "soak");
  private static final int MILLIS_PER_MINUTE = 60_000;
  private static final double LEAST_MINUTES = 0.1;
  private static final int MOST_MINUTES = 100_000;

  @Spec private @Nullable CommandSpec spec;

  private Duration time = Duration.ofMinutes(30);

  @Option(names = "--page", description = "Writes the results into docs/.")
  private boolean page;

  @Option(
      names = "--minutes",
      paramLabel = "MINUTES",
      description = "How long. Default: 30; 600 are a night.")
  void minutes(double wanted) {
    Robustness.requireWithin(spec, "--minutes", wanted, LEAST_MINUTES, MOST_MINUTES);
    time = Duration.ofMillis((long) (wanted * MILLIS_PER_MINUTE));
  }

  @Override
  public Integer call() throws IOException {
    SoakResult result;
    try (var soak = Soak.start(Robustness.OUTPUT.resolve("soak.log"))) {
      result = soak.run(SoakPlan.of(time), sample -> System.out.println(SoakPage.line(sample)));
    }
    SoakPage.writeFiles(Robustness.OUTPUT.resolve("soak"), result);
    if (page) {
      SoakPage.writeFiles(FILES, result);
      SoakPage.write(PAGE, result);
    }
    System.out.println(SoakPage.summary(result));
    return result.faults().isEmpty() ? Robustness.SOUND : Robustness.FAULTS;
  }
}
