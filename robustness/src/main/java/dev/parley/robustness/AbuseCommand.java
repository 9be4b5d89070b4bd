package dev.parley.robustness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does one attack after the other, and tells what the well-behaved notice. */
@Command(
    name = "abuse",
    description = "Every attack on one server, with well-behaved clients beside it.")
final class AbuseCommand implements Callable<Integer> {
  private static final Path PAGE = Path.of("docs", "robustness.md");
  private static final Path PAGE_FILES = Path.of("docs", "robustness");
  private static final int MAX_ROUNDS = 999;

  @Spec private @Nullable CommandSpec spec;

  private int rounds = 1;

  @Option(names = "--quick", description = "Seconds for each attack, with few lines.")
  private boolean quick;

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description =
          "The options of the server, and with them the attacks: ${COMPLETION-CANDIDATES}."
              + " Default: ${DEFAULT-VALUE}.")
  private Target target = Target.DEFAULTS;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ATTACK",
      description = "Some attacks only: ${COMPLETION-CANDIDATES}.")
  private List<Attack> only = List.of();

  @Option(
      names = "--jvm",
      split = ",",
      paramLabel = "OPTION",
      description = "More options of the server's JVM.")
  private List<String> jvmOptions = List.of();

  @Option(names = "--page", description = "Writes the results into docs/.")
  private boolean page;

  @Option(
      names = "--rounds",
      paramLabel = "ROUNDS",
      description = "Does all of it so often, and tells the medians. Default: once.")
  void rounds(int wanted) {
    Robustness.requireWithin(spec, "--rounds", wanted, 1, MAX_ROUNDS);
    rounds = wanted;
  }

  @Override
  public Integer call() throws IOException {
    var scale = quick ? Scale.forBuilds() : Scale.full(target, jvmOptions);
    var cores = Cores.ofThisMachine();
    System.out.println(cores.describe());
    cores.leaveServerAlone();
    var results = run(only.isEmpty() ? target.attacks() : only, scale, cores);
    var attacked = AttackRounds.of(results);
    attacked.forEach(rows -> System.out.println(Page.summary(rows)));
    Page.writeLines(Robustness.OUTPUT.resolve("abuse.jsonl"), results);
    if (page) {
      Page.writeLines(PAGE_FILES.resolve(target.file()), results);
      Page.write(PAGE, target, attacked, scale, cores);
    }
    boolean sound = attacked.stream().allMatch(rows -> rows.faults().isEmpty());
    return sound ? Robustness.SOUND : Robustness.FAULTS;
  }

  private List<AbuseResult> run(List<Attack> attacks, Scale scale, Cores cores) throws IOException {
    var results = new ArrayList<AbuseResult>();
    try (var run = AbuseRun.start(scale, cores, Robustness.OUTPUT.resolve("server.log"))) {
      if (!scale.quick()) {
        run.warmUp(attacks);
      }
      for (int round = 0; round < rounds; round++) {
        results.addAll(run.run(attacks, result -> System.out.println(Page.summary(result))));
      }
    }
    return results;
  }
}
