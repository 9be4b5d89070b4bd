package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs the Autobahn test suite: {@code conformance/autobahn}. */
@Timeout(120)
class AutobahnTest {
  private static final Path SCRIPTS = Path.of("..", "conformance", "autobahn");

  @TempDir private Path folder;

  @Test
  void theServerOfTheSuiteEchoes() throws Exception {
    try (var process =
            ParleyProcess.start("run", SCRIPTS.resolve("Echo.java").toString(), "--port", "0");
        var client = new EchoClient(process.awaitServer(1))) {
      assertThat(client.ask("hello")).isEqualTo("hello");
    }
  }

  @Test
  void theSummaryCountsTheCasesOfEachGroupAndFailsForThoseThatFailed() throws Exception {
    var index = folder.resolve("index.json");
    Files.writeString(
        index,
        """
        {
           "Parley": {
              "1.1.1": {
                 "behavior": "OK",\s
                 "behaviorClose": "OK",\s
                 "remoteCloseCode": 1000
              },\s
              "1.1.2": {
                 "behavior": "OK",\s
                 "behaviorClose": "WRONG CODE"
              },\s
              "7.1.6": {
                 "behavior": "INFORMATIONAL",\s
                 "behaviorClose": "INFORMATIONAL"
              },\s
              "13.7.18": {
                 "behavior": "NON-STRICT",\s
                 "behaviorClose": "OK"
              }
           }
        }
        """);

    var summary =
        new ProcessBuilder(SCRIPTS.resolve("summary").toString(), index.toString()).start();

    assertThat(new String(summary.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            | Group | Cases | OK | Informational | Non-strict | Others |
            | --- | ---: | ---: | ---: | ---: | ---: |
            | 1 Framing | 2 | 1 | 0 | 0 | 1 |
            | 7 Closing | 1 | 0 | 1 | 0 | 0 |
            | 13 Compression: parameters | 1 | 0 | 0 | 1 | 0 |
            | all | 4 | 1 | 1 | 1 | 1 |

            1.1.2: OK, end: WRONG CODE
            7.1.6: INFORMATIONAL, end: INFORMATIONAL
            13.7.18: NON-STRICT, end: OK
            """);
    assertThat(summary.waitFor()).isEqualTo(1);
  }
}
