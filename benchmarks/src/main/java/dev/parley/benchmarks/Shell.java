package dev.parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs commands and waits for them. */
final class Shell {
  private static final int MINUTES = 10;

  private Shell() {}

  /** What a command that ended without an error printed. */
  record Output(int exitCode, String text, String errors) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Whether a program is on the path. */
  static boolean has(String program) {
    for (var folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Runs a command in a folder; its standard error is kept apart. */
  static Output run(Path folder, List<String> command) {
    try {
      var errors = Files.createTempFile("parley-benchmarks", ".err");
      var output = Files.createTempFile("parley-benchmarks", ".out");
      try {
        var process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Output(exitCode(process), Files.readString(output), Files.readString(errors));
      } finally {
        Files.delete(errors);
        Files.delete(output);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot run " + command.getFirst(), failure);
    }
  }

  private static int exitCode(Process process) {
    try {
      if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (InterruptedException end) {
      process.destroyForcibly();
      throw new IllegalStateException("Interrupted while a command ran.", end);
    }
  }

  /** What a command printed, without the ends of lines around it; empty if it failed. */
  static Optional<String> ask(String... command) {
    if (!has(command[0]) && !command[0].contains("/")) {
      return Optional.empty();
    }
    var output = run(Path.of("/"), List.of(command));
    return output.succeeded() ? Optional.of(output.text().strip()) : Optional.empty();
  }

  /** Runs a command that must succeed. */
  static void require(Path folder, List<String> command) {
    var output = run(folder, command);
    if (!output.succeeded()) {
      throw new IllegalStateException(
          "'" + String.join(" ", command) + "' failed:\n" + output.text() + output.errors());
    }
  }
}
