package dev.parley.robustness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another JVM with a class of this program, which is asked and answers line by line. */
final class Child implements AutoCloseable {
  private static final String END = "\0end";

  private final String name;
  private final Process process;
  private final PrintWriter to;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread.ofVirtual().start(this::read);
  }

  /** Starts a class; what it writes as an error goes to this process's errors. */
  static Child start(List<String> before, List<String> jvmOptions, List<String> mainAndArguments) {
    var command = new ArrayList<>(before);
    command.addAll(java(jvmOptions, mainAndArguments));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Child(mainAndArguments.getFirst(), process);
    } catch (IOException failure) {
      throw new IllegalStateException("Cannot start " + command, failure);
    }
  }

  /** The command that runs a class of this program. */
  static List<String> java(List<String> jvmOptions, List<String> mainAndArguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(mainAndArguments);
    return command;
  }

  private void read() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException ended) {
      lines.add(ended.toString());
    }
    lines.add(END);
  }

  /** Waits for the next line. */
  String await(Duration patience) {
    try {
      var line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new IllegalStateException(name + " said nothing for " + patience.toSeconds() + " s.");
      }
      if (line.equals(END)) {
        throw new IllegalStateException(name + " has ended.");
      }
      return line;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(end);
    }
  }

  /** Waits until it says that it is ready; what else it says is passed on as an error. */
  void awaitReady(Duration patience) {
    for (var line = await(patience); !line.equals("ready"); line = await(patience)) {
      System.err.println(name + ": " + line);
    }
  }

  void say(String line) {
    to.println(line);
  }

  String ask(String line, Duration patience) {
    say(line);
    return await(patience);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
