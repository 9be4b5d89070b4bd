package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunProcessTest {
  @TempDir private Path folder;

  @Test
  void servesUntilItIsAskedToStop() throws Exception {
    var file = Sources.write(folder, "Echo.java", Sources.ECHO);
    try (var process = ParleyProcess.start("run", file.toString(), "--port", "0");
        var client = new EchoClient(process.awaitServer(1))) {
      assertThat(client.ask("a")).isEqualTo("one a");

      process.terminate();

      assertThat(client.closeCode()).isEqualTo(1012);
      assertThat(process.exitCode()).isZero();
      assertThat(process.wholeOutput()).doesNotContainIgnoringCase("warn").doesNotContain("SLF4J");
    }
  }

  @Test
  void handsArgumentsAndPropertiesToTheProgram() throws Exception {
    var file =
        Sources.write(
            folder,
            "Show.java",
            """
            void main(String[] arguments) {
              IO.println(String.join("|", arguments));
              IO.println(System.getProperty("some.name") + " " + System.getProperty("parley.host"));
            }
            """);
    try (var process =
        ParleyProcess.start(
            "run",
            "-Dsome.name=value",
            "--host",
            "0.0.0.0",
            file.toString(),
            "a",
            "--",
            "--port")) {
      assertThat(process.wholeOutput()).isEqualTo("a|--port\nvalue 0.0.0.0");
      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void exitsWith1AndTheTraceOfTheProgramWhereItFails() throws Exception {
    var file =
        Sources.write(
            folder,
            "Failing.java",
            "void main() {\n  throw new IllegalStateException(\"oops\");\n}");
    try (var process = ParleyProcess.start("run", file.toString())) {
      assertThat(process.wholeOutput())
          .isEqualTo(
              """
              Exception in thread "main" java.lang.IllegalStateException: oops
              \tat Failing.main(Failing.java:2)\
              """);
      assertThat(process.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void exitsWith1AndTheMessagesOfTheCompiler() throws Exception {
    var file = Sources.write(folder, "Bad.java", "void main() { nothing(); }");
    try (var process = ParleyProcess.start("run", file.toString())) {
      assertThat(process.wholeOutput())
          .startsWith(file + ":1: error: cannot find symbol")
          .endsWith("1 error");
      assertThat(process.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void exitsWith1AndASentenceWhereTheRoutesCannotWork() throws Exception {
    var file =
        Sources.write(
            folder, "Wrong.java", Sources.ECHO.replace("WebSocket ws)", "WebSocket ws, Thread t)"));
    try (var process = ParleyProcess.start("run", file.toString(), "--port", "0")) {
      assertThat(process.wholeOutput()).contains("Thread").doesNotContain("\tat ");
      assertThat(process.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void exitsWith1AndASentenceWhereThePortIsTaken() throws Exception {
    var file = Sources.write(folder, "Echo.java", Sources.ECHO);
    try (var first = ParleyProcess.start("run", file.toString(), "--port", "0")) {
      var port = String.valueOf(first.awaitServer(1).getPort());
      try (var second = ParleyProcess.start("run", file.toString(), "--port", port)) {
        assertThat(second.wholeOutput()).startsWith("Cannot listen on").doesNotContain("\tat ");
        assertThat(second.exitCode()).isEqualTo(1);
      }
    }
  }

  @Test
  void goesOnAsLongAsTheProgramHasThreads() throws Exception {
    var file =
        Sources.write(
            folder,
            "Later.java",
            """
            void main() {
              var latch = new java.util.concurrent.CountDownLatch(1);
              Thread.ofPlatform().start(() -> {
                try {
                  latch.await();
                } catch (InterruptedException never) {
                  return;
                }
                IO.println("later");
              });
              Thread.ofPlatform().start(latch::countDown);
            }
            """);
    try (var process = ParleyProcess.start("run", file.toString())) {
      assertThat(process.wholeOutput()).isEqualTo("later");
      assertThat(process.exitCode()).isZero();
    }
  }
}
