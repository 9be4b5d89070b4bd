package dev.parley.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void measuresEverythingFiveTimesByDefault() {
    var options = Options.parse(List.of());

    assertThat(options.peers()).isEmpty();
    assertThat(options.scenarios()).isEmpty();
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.output()).isEqualTo(Path.of("docs/benchmarks"));
  }

  @Test
  void readsEveryOption() {
    var options =
        Options.parse(
            List.of(
                ("--peers parley,netty --scenarios churn --rounds 3 --seconds 0.5 --warmup 1"
                        + " --no-pin --jvm -Xmx64m --jvm -XX:+UseZGC --output out")
                    .split(" ")));

    assertThat(options)
        .isEqualTo(
            new Options(
                List.of("parley", "netty"),
                List.of("churn"),
                3,
                0.5,
                1,
                Cores.FREE,
                List.of("-Xmx64m", "-XX:+UseZGC"),
                Path.of("out")));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Options.parse(List.of("--speed")))
        .hasMessageStartingWith("No option '--speed'.");
    assertThatThrownBy(() -> Options.parse(List.of("--rounds", "many")))
        .hasMessage("--rounds is 'many'; expected a number from 1.0 to 1000.0.");
    assertThatThrownBy(() -> Options.parse(List.of("--rounds")))
        .hasMessage("--rounds needs a value.");
  }

  @Test
  void refusesUnknownScenariosAndPeers() {
    assertThatThrownBy(() -> Scenarios.named(List.of("dance")))
        .hasMessageStartingWith("No scenario begins with 'dance'");
    assertThatThrownBy(() -> Peers.named(List.of(), List.of("apache")))
        .hasMessageStartingWith("No peer 'apache'");
  }

  @Test
  void findsScenariosByTheirBeginnings() {
    assertThat(Scenarios.named(List.of("fanout", "idle")))
        .extracting(Scenario::name)
        .containsExactly("fanout-1000", "fanout-5000", "idle-15000");
  }

  @Test
  void everyAimIsMeasuredByAScenario() {
    var scenarios = Scenarios.all().stream().map(Scenario::name).toList();

    assertThat(Aim.all())
        .allSatisfy(aim -> {
          assertThat(scenarios).contains(aim.measured().scenario(), aim.base().scenario());
          assertThat(aim.want()).isLessThan(aim.must());
        });
  }
}
