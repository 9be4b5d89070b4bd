package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.OS;

/**
 * A file whose reader waits in the operating system until a test writes it. A process of its own
 * does that, there from the beginning: to open a file, the JDK takes a lock that is everybody's,
 * and a handler may be in the queue for it whom the test has left without a thread.
 */
final class Pipe {
  private static final String WRITER = "while read -r text; do printf %s \"$text\" >\"$0\"; done";

  private final Path path;
  private final BufferedWriter writer;

  private Pipe(Path path, BufferedWriter writer) {
    this.path = path;
    this.writer = writer;
  }

  static Pipe in(Path folder) throws Exception {
    Assumptions.assumeFalse(OS.WINDOWS.isCurrentOs(), "Windows has no such files.");
    var path = folder.resolve("pipe");
    var made = new ProcessBuilder("mkfifo", path.toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
    // It ends with its input, at the latest when the tests end.
    var writing = new ProcessBuilder("sh", "-c", WRITER, path.toString()).start();
    return new Pipe(path, writing.outputWriter());
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

  /** Lets the one who reads it go on, as soon as there is one. */
  void write(String text) throws IOException {
    writer.write(text + "\n");
    writer.flush();
  }
}
