package dev.parley.cli;

import dev.parley.Server;
import dev.parley.internal.app.RunningServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the folder of a program and replaces the running version by each new one that compiles.
 */
final class DevLoop {
  private static final Duration POLL = Duration.ofMillis(75);
  private static final int MAX_DEPTH = 8;

  private final Program program;
  private final ProgramCompiler compiler;
  private final PrintWriter out;
  private @Nullable CompiledProgram current;
  private @Nullable Thread thread;

  DevLoop(Program program, ProgramCompiler compiler, PrintWriter out) {
    this.program = program;
    this.compiler = compiler;
    this.out = out;
  }

  /** Runs until the program has been asked to stop. */
  void run() throws Exception {
    var seen = snapshot();
    replace();
    while (isWanted()) {
      Thread.sleep(POLL);
      var now = snapshot();
      if (!now.equals(seen)) {
        seen = now;
        reload();
      }
    }
    stop();
  }

  /** Goes on until a signal; a program that has failed may be mended. */
  private static boolean isWanted() {
    return !RunningServers.isStopping();
  }

  private void reload() throws Exception {
    long start = System.nanoTime();
    if (replace()) {
      out.printf("Reloaded in %d ms%n", Duration.ofNanos(System.nanoTime() - start).toMillis());
      out.flush();
    }
  }

  private boolean replace() throws Exception {
    CompiledProgram next;
    try {
      next = compiler.compile();
    } catch (UserProblem doesNotCompile) {
      out.println(doesNotCompile.getMessage());
      out.println("Waiting for a change; the version before stays up.");
      out.flush();
      return false;
    }
    stop();
    current = next;
    thread = Thread.ofPlatform().name("program").start(() -> runProgram(next));
    return true;
  }

  private void runProgram(CompiledProgram version) {
    try {
      version.run(program.arguments());
    } catch (Exception failure) {
      Problems.print(failure, out);
    }
  }

  private void stop() throws Exception {
    RunningServers.all().forEach(Server::close);
    var running = thread;
    if (running != null) {
      running.interrupt();
      running.join(Duration.ofSeconds(5));
    }
    if (current != null) {
      current.close();
    }
  }

  /** The files of the folder and when they changed. */
  private Map<Path, Long> snapshot() throws IOException {
    var files = new TreeMap<Path, Long>();
    try (Stream<Path> all = Files.walk(program.folder(), MAX_DEPTH)) {
      for (var path : (Iterable<Path>) all.filter(this::isWatched)::iterator) {
        files.put(path, Files.getLastModifiedTime(path).toMillis());
      }
    } catch (UncheckedIOException vanished) {
      return Map.of();
    }
    return files;
  }

  private boolean isWatched(Path path) {
    for (var part : program.folder().relativize(path)) {
      if (part.toString().equals("target") || part.toString().startsWith(".")) {
        return false;
      }
    }
    return Files.isRegularFile(path);
  }
}
