package dev.parley.robustness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command {@code robustness/run}. */
final class Robustness {
  private static final Path OUTPUT = Path.of("robustness", "target", "results");
  private static final Path PAGE = Path.of("docs", "robustness.md");
  private static final Path SOAK_PAGE = Path.of("docs", "soak.md");
  private static final Path SOAK_FILES = Path.of("docs", "soak");
  private static final Path PAGE_FILES = Path.of("docs", "robustness");

  private Robustness() {}

  static void main(String[] arguments) throws IOException {
    var words = List.of(arguments);
    boolean sound =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "abuse" -> abuse(words);
          case "soak" -> soak(words);
          default -> usage();
        };
    System.exit(sound ? 0 : 1);
  }

  private static boolean usage() {
    System.err.println(
        """
        robustness/run abuse [--rounds ROUNDS] [--quick] [--limits] [--only NAME,NAME]
                             [--jvm OPTION,OPTION] [--page]
        robustness/run soak [--minutes MINUTES] [--page]
        --limits gives the server the limits that one on the open internet should have.
        --rounds does all of it more than once, and tells the medians.
        --page writes the results into docs/.
        A soak of 30 minutes is the default; 600 minutes are a night.
        Attacks: %s\
        """
            .formatted(Arrays.toString(Attack.values())));
    return false;
  }

  /** Returns whether no attack found a fault. */
  private static boolean abuse(List<String> words) throws IOException {
    var rounds = option(words, "--rounds").orElse("1");
    if (!rounds.matches("[1-9]\\d{0,2}")) {
      System.err.println("--rounds is '" + rounds + "'; expected 1 to 999.");
      return usage();
    }
    var jvmOptions = option(words, "--jvm").map(all -> List.of(all.split(","))).orElse(List.of());
    var scale =
        words.contains("--quick")
            ? Scale.forBuilds()
            : Scale.full(words.contains("--limits"), jvmOptions);
    var attacks =
        option(words, "--only")
            .map(names ->
                Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
                    .map(Attack::valueOf)
                    .toList())
            .orElse(List.of(Attack.values()));
    var cores = Cores.ofThisMachine();
    System.out.println(cores.describe());
    cores.leaveServerAlone();
    var results = new ArrayList<AbuseResult>();
    try (var run = AbuseRun.start(scale, cores, OUTPUT.resolve("server.log"))) {
      if (!scale.quick()) {
        run.warmUp(attacks);
      }
      for (int round = Integer.parseInt(rounds); round > 0; round--) {
        results.addAll(run.run(attacks, result -> System.out.println(Page.summary(result))));
      }
    }
    var attacked = AttackRounds.of(results);
    attacked.forEach(rows -> System.out.println(Page.summary(rows)));
    Page.writeLines(OUTPUT.resolve("abuse.jsonl"), results);
    if (words.contains("--page")) {
      var lines = scale.limits() ? "abuse-with-limits.jsonl" : "abuse.jsonl";
      Page.writeLines(PAGE_FILES.resolve(lines), results);
      Page.write(PAGE, attacked, scale, cores);
    }
    return attacked.stream().allMatch(rows -> rows.faults().isEmpty());
  }

  /** Returns whether nothing grew. */
  private static boolean soak(List<String> words) throws IOException {
    double minutes = Double.parseDouble(option(words, "--minutes").orElse("30"));
    var plan = SoakPlan.of(Duration.ofMillis((long) (minutes * 60_000)));
    SoakResult result;
    try (var soak = Soak.start(OUTPUT.resolve("soak.log"))) {
      result = soak.run(plan, sample -> System.out.println(SoakPage.line(sample)));
    }
    SoakPage.writeFiles(OUTPUT.resolve("soak"), result);
    if (words.contains("--page")) {
      SoakPage.writeFiles(SOAK_FILES, result);
      SoakPage.write(SOAK_PAGE, result);
    }
    System.out.println(SoakPage.summary(result));
    return result.faults().isEmpty();
  }

  /** The word after an option. */
  static Optional<String> option(List<String> words, String name) {
    int at = words.indexOf(name);
    return at < 0 || at + 1 == words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }
}
