package dev.parley.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What was asked for is understood before anything is measured. */
class RobustnessTest {
  private final StringWriter complaints = new StringWriter();
  private final CommandLine command =
      Robustness.command().setErr(new PrintWriter(complaints, true));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abuse --rounds none | '--rounds'",
        "abuse --rounds 0 | --rounds is 0; expected 1 to 999.",
        "abuse --rounds 1000 | --rounds is 1000; expected 1 to 999.",
        "abuse --rounds | '--rounds'",
        "abuse --only pings,rudeness | rudeness",
        "abuse --server castle | castle",
        "abuse --pages | Possible solutions: --page",
        "soak --minutes half | half",
        "soak --minutes 0 | --minutes is 0.0; expected 0.1 to 100000.",
        "soak --minutes NaN | --minutes is NaN; expected 0.1 to 100000.",
        "soak 30 | 30",
        "praise | Did you mean: robustness/run abuse?",
      })
  void whatIsNotUnderstoodIsNamed(String arguments, String named) {
    int ended = command.execute(arguments.split(" "));

    assertThat(ended).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(complaints.toString()).contains(named);
  }

  @Test
  void somethingHasToBeAskedFor() {
    assertThat(command.execute()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(complaints.toString()).contains("abuse").contains("soak");
  }

  @Test
  void attacksHaveTheirNamesInTheHelp() {
    var help = new StringWriter();

    int ended = command.setOut(new PrintWriter(help, true)).execute("abuse", "--help");

    assertThat(ended).isZero();
    assertThat(help.toString()).contains("SLOW_READERS").contains("ONE_BYTE_FRAGMENTS");
  }

  @Test
  void everyAttackIsDoneToOneServerByDefaultOrToTheOneOfHttp2() {
    assertThat(
            Stream.of(Target.DEFAULTS, Target.HTTP2).flatMap(target -> target.attacks().stream()))
        .containsExactlyInAnyOrder(Attack.values());
    assertThat(Target.LIMITS.attacks()).isEqualTo(Target.DEFAULTS.attacks());
  }

  @Test
  void optionsOfTheServersJvmMayLookLikeOptions() {
    var parsed =
        command.parseArgs(
            "abuse", "--jvm", "-XX:+UseZGC,-Xlog:gc:file=gc.log", "--only", "pings,Slow_Readers");

    var abuse = parsed.subcommand();
    assertThat(abuse.matchedOption("--jvm").<Object>getValue().toString())
        .isEqualTo("[-XX:+UseZGC, -Xlog:gc:file=gc.log]");
    assertThat(abuse.matchedOption("--only").<Object>getValue().toString())
        .isEqualTo("[PINGS, SLOW_READERS]");
  }
}
