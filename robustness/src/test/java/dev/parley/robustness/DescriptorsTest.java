package dev.parley.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that has no descriptor left. */
@EnabledOnOs(OS.LINUX)
class DescriptorsTest {
  private static final int DESCRIPTORS = 160;
  private static final int SHORT_MILLIS = 1_000;
  private static final int LONG_MILLIS = 20_000;

  @TempDir Path folder;

  @Test
  void letsNobodyInWithoutBeingBusyAndGoesOnWhenSomeAreFree() throws IOException {
    var log = folder.resolve("server.log");
    try (var server = ServerProcess.start(Cores.SHARED, DESCRIPTORS, log, List.of())) {
      try (var first = Line.open(server.port(), "/ws/echo", LONG_MILLIS)) {
        // What echoes and looks at deadlines need is loaded while files can be opened: classes of
        // these servers are in folders, one file each.
        expectEcho(first);
        Pause.of(Duration.ofSeconds(3));
      }
      var lines = openAll(server);
      assertThat(server.process().descriptors()).isBetween(DESCRIPTORS - 2, DESCRIPTORS);

      double cpuBefore = server.process().cpuSeconds();
      Pause.of(Duration.ofSeconds(3));
      assertThat(server.process().cpuSeconds() - cpuBefore).isLessThan(1);
      for (var line : lines) {
        expectEcho(line);
      }
      assertThat(server.complaints())
          .singleElement()
          .satisfies(line -> assertThat(line).contains("Clients cannot be let in"));

      lines.forEach(Line::close);
      try (var line = Line.open(server.port(), "/ws/echo", LONG_MILLIS)) {
        expectEcho(line);
      }
    }
  }

  /** Opens lines until none is answered any more. */
  private static List<Line> openAll(ServerProcess server) {
    var lines = new ArrayList<Line>();
    while (lines.size() < DESCRIPTORS) {
      try {
        lines.add(Line.open(server.port(), "/ws/echo", SHORT_MILLIS));
      } catch (IOException unanswered) {
        return lines;
      }
    }
    throw new AssertionError("The server has more descriptors than it was given.");
  }

  private static void expectEcho(Line line) throws IOException {
    line.timeout(LONG_MILLIS);
    line.write(Frames.frame(Frames.TEXT, Frames.ascii("still here")));
    assertThat(line.readMessage()).isEqualTo(Frames.ascii("still here"));
  }
}
