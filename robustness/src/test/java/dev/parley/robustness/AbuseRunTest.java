package dev.parley.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measuring program works; how fast the server is, only a quiet machine can tell. */
@EnabledOnOs(OS.LINUX)
class AbuseRunTest {
  /** One of each kind: heads, rooms, frames, bodies, floods, descriptors, memory, HTTP/2. */
  private static final List<Attack> SOME =
      List.of(
          Attack.HALF_HEADS,
          Attack.SLOW_READERS,
          Attack.ONE_BYTE_FRAGMENTS,
          Attack.TINY_CHUNKS,
          Attack.HANDSHAKES,
          Attack.DESCRIPTORS,
          Attack.NEVER_READS,
          Attack.HTTP2_STREAMS,
          Attack.HTTP2_NO_WINDOW);

  private static final List<Attack> TELLING =
      List.of(
          Attack.BROKEN_TEXT, Attack.HALF_HEADS, Attack.HTTP2_RESETS, Attack.HTTP2_REPEATED_FIELDS);

  @TempDir Path folder;

  @Test
  void abuseEndsNeitherTheServerNorItsWellBehavedConnections() throws IOException {
    var log = folder.resolve("server.log");
    List<AbuseResult> results;
    try (var run = AbuseRun.start(Scale.forBuilds(), Cores.ofThisMachine(), log)) {
      results = run.run(SOME, result -> {});
    }

    assertThat(results).extracting(AbuseResult::attack).hasSize(SOME.size());
    assertThat(results)
        .allSatisfy(result -> {
          assertThat(result.faults()).doesNotContain("the server has ended");
          assertThat(result.during().lost()).as("%s", result).isZero();
          assertThat(result.during().echo().count()).as("%s", result).isPositive();
          assertThat(result.settled().leftSince(result.baseline())).as("%s", result).isEmpty();
        });
  }

  @Test
  void attackersAreToldWhatTheServerDoesToThem() throws IOException {
    var log = folder.resolve("server.log");
    List<AbuseResult> results;
    try (var run = AbuseRun.start(Scale.forBuilds(), Cores.ofThisMachine(), log)) {
      results = run.run(TELLING, result -> {});
    }

    assertThat(results)
        .extracting(result -> result.outcome().fates().keySet())
        .satisfiesExactly(
            broken -> assertThat(broken).contains("close 1000", "close 1002", "close 1007"),
            half -> assertThat(half).contains("408, ended by the server"),
            resets -> assertThat(resets).contains("GOAWAY ENHANCE_YOUR_CALM"),
            fields -> assertThat(fields).contains("431, open at the end"));
  }

  @ParameterizedTest
  @EnumSource
  void everyAttackHasLines(Attack attack) {
    assertThat(attack.behaviours(4)).isNotEmpty();
    assertThat(attack.description()).matches(Pattern.compile("[^.]+"));
  }
}
