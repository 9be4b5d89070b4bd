package dev.parley.guide;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The guide as a user runs it: a process of its own, started by the parley command. */
final class GuideProcess implements AutoCloseable {
  static final Path FILE = Path.of("Guide.java").toAbsolutePath();

  private static final String LISTENS = "Parley listens on ";
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final CompletableFuture<URI> uri = new CompletableFuture<>();

  private GuideProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /** Starts the guide on a free port. */
  static GuideProcess start() {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.parley.cli.ParleyCommand",
                "run",
                FILE.toString(),
                "--port",
                "0"));
    try {
      return new GuideProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where it listens, by its own word. */
  URI uri() {
    try {
      return uri.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError("The guide did not say that it listens:\n" + output(), failure);
    }
  }

  String output() {
    return String.join("\n", output);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The guide did not end:\n" + output());
    }
    return process.exitValue();
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        output.add(line);
        if (line.startsWith(LISTENS)) {
          uri.complete(URI.create(line.substring(LISTENS.length())));
        }
        line = lines.readLine();
      }
    } catch (IOException ended) {
      output.add(ended.toString());
    }
    uri.completeExceptionally(new IOException("The process has ended."));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
