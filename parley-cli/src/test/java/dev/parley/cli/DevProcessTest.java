package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DevProcessTest {
  @TempDir private Path folder;

  private void save(String source) {
    Sources.write(folder, "Echo.java", source);
  }

  private ParleyProcess start() {
    return ParleyProcess.start("dev", folder.resolve("Echo.java").toString(), "--port", "0");
  }

  @Test
  void replacesTheVersionOnTheSamePortAtASave() throws Exception {
    save(Sources.ECHO);
    try (var process = start();
        var client = new EchoClient(process.awaitServer(1))) {
      var server = process.awaitServer(1);
      assertThat(client.ask("a")).isEqualTo("one a");

      save(Sources.ECHO.replace("one ", "two "));

      assertThat(client.closeCode()).isEqualTo(1012);
      assertThat(process.awaitServer(2)).isEqualTo(server);
      try (var next = new EchoClient(server)) {
        assertThat(next.ask("b")).isEqualTo("two b");
      }
    }
  }

  @Test
  void keepsTheVersionWhileTheNextDoesNotCompile() throws Exception {
    save(Sources.ECHO);
    try (var process = start();
        var client = new EchoClient(process.awaitServer(1))) {
      save(Sources.ECHO + "}");
      process.awaitLine("the version before goes on", 1);

      assertThat(client.ask("a")).isEqualTo("one a");
      assertThat(process.output()).contains("Echo.java:13: error:");

      save(Sources.ECHO.replace("one ", "two "));
      try (var next = new EchoClient(process.awaitServer(2))) {
        assertThat(next.ask("b")).isEqualTo("two b");
      }
    }
  }

  @Test
  void waitsForAFirstVersionThatCompiles() throws Exception {
    save("void main( {}");
    try (var process = start()) {
      process.awaitLine("Waiting for a change.", 1);

      save(Sources.ECHO);

      try (var client = new EchoClient(process.awaitServer(1))) {
        assertThat(client.ask("a")).isEqualTo("one a");
      }
    }
  }

  @Test
  void mendsAVersionThatDoesNotStart() throws Exception {
    save(Sources.ECHO.replace("\"/ws\"", "\"no-slash\""));
    try (var process = start()) {
      process.awaitLine("no-slash", 1);

      save(Sources.ECHO);

      process.awaitServer(1);
    }
  }

  @Test
  void startsAgainWhenAPageIsSaved() throws Exception {
    save(Sources.ECHO);
    try (var process = start()) {
      process.awaitServer(1);

      Sources.write(folder, "public/index.html", "<p>");

      process.awaitServer(2);
    }
  }

  @Test
  void seesAFileThatAnEditorPutInItsPlace() throws Exception {
    save(Sources.ECHO);
    try (var process = start()) {
      process.awaitServer(1);

      var other = Sources.write(folder, "Echo.java.part", Sources.ECHO.replace("one ", "two "));
      Files.delete(folder.resolve("Echo.java"));
      process.awaitLine("Waiting for a change", 1);
      Files.move(other, folder.resolve("Echo.java"), StandardCopyOption.ATOMIC_MOVE);

      try (var client = new EchoClient(process.awaitServer(2))) {
        assertThat(client.ask("b")).isEqualTo("two b");
      }
    }
  }

  @Test
  void exitsWith0WhenItIsAskedToStop() throws Exception {
    save(Sources.ECHO);
    try (var process = start();
        var client = new EchoClient(process.awaitServer(1))) {
      process.terminate();

      assertThat(client.closeCode()).isEqualTo(1012);
      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void exitsWith0AlsoWhereNothingRuns() throws Exception {
    save("void main( {}");
    try (var process = start()) {
      process.awaitLine("Waiting for a change.", 1);

      process.terminate();

      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void leavesAMainMethodBehindThatDoesNotEnd() throws Exception {
    save(
        """
        void main() {
          IO.println("stubborn");
          while (true) {
            Thread.onSpinWait();
          }
        }
        """);
    try (var process = start()) {
      process.awaitLine("stubborn", 1);

      save(Sources.ECHO);

      process.awaitLine("The main method of the version before still runs after 5 s.", 1);
      process.awaitServer(1);
    }
  }
}
