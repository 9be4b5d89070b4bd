package dev.parley.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The parley command in a process of its own. */
final class ParleyProcess implements AutoCloseable {
  private static final String LISTENS = "Parley listens on ";
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What has been printed. Guarded by {@link #lock}. */
  private final List<String> lines = new ArrayList<>();

  /** Whether more may come. Guarded by {@link #lock}. */
  private boolean ended;

  private ParleyProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static ParleyProcess start(String... arguments) {
    return startWith(Map.of(), arguments);
  }

  static ParleyProcess startWith(Map<String, String> environment, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.parley.cli.start.Start");
    command.addAll(List.of(arguments));
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      return new ParleyProcess(builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException cut) {
      add(cut.toString());
    }
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(String line) {
    lock.lock();
    try {
      lines.add(line);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line with a text, the nth one, and returns it. */
  String awaitLine(String text, int nth) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    lock.lock();
    try {
      while (true) {
        var found = lines.stream().filter(line -> line.contains(text)).skip(nth - 1L).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        if (ended || left <= 0) {
          throw new AssertionError("Awaited '" + text + "' (" + nth + ") in:\n" + output());
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Where the nth server of the process listens, by its own word. */
  URI awaitServer(int nth) throws InterruptedException {
    var line = awaitLine(LISTENS, nth);
    return URI.create(line.substring(line.indexOf(LISTENS) + LISTENS.length()));
  }

  /** What has been printed so far. */
  String output() {
    lock.lock();
    try {
      return String.join("\n", lines);
    } finally {
      lock.unlock();
    }
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The process did not end:\n" + output());
    }
    return process.exitValue();
  }

  /** All that the process prints until it ends. */
  String wholeOutput() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return output();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
