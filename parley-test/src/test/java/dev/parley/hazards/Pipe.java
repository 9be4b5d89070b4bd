package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.OS;

/** A file whose reader waits in the operating system until a test writes it. */
final class Pipe {
  private final Path path;

  private Pipe(Path path) {
    this.path = path;
  }

  static Pipe in(Path folder) throws Exception {
    Assumptions.assumeFalse(OS.WINDOWS.isCurrentOs(), "Windows has no such files.");
    var path = folder.resolve("pipe");
    var made = new ProcessBuilder("mkfifo", path.toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
    return new Pipe(path);
  }

  Path path() {
    return path;
  }

  /** Waits in the operating system for somebody who writes, then reads to the end. */
  String read() throws IOException {
    return Files.readString(path);
  }

  /**
   * Lets the one who opens it go on; waits until there is one. Writes nothing: who does not read
   * may have closed it by then.
   */
  void open() throws IOException {
    Files.newOutputStream(path).close();
  }

  /** Lets the one who reads it go on; waits until there is one. */
  void write(String text) throws IOException {
    Files.writeString(path, text);
  }
}
