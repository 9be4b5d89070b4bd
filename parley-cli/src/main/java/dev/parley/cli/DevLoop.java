package dev.parley.cli;

import dev.parley.internal.app.RunningServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the folder of a program and replaces the running version by each new one that compiles.
 */
final class DevLoop {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Program program;
  private final ProgramCompiler compiler;
  private final WatchedFolder watched;
  private final PrintWriter out;
  private @Nullable RunningVersion current;

  DevLoop(Program program, ProgramCompiler compiler, PrintWriter out) {
    this.program = program;
    this.compiler = compiler;
    this.watched = new WatchedFolder(program.folder());
    this.out = out;
  }

  /** Runs until the process has been asked to stop; a program that fails may be mended. */
  void run() throws InterruptedException, IOException {
    RunningServers.closeOnSignal();
    var seen = watched.state();
    boolean changed = false;
    compile().ifPresent(this::start);
    while (!RunningServers.isStopping()) {
      Thread.sleep(POLL);
      var now = watched.state();
      if (!now.equals(seen)) {
        // Editors save in several steps: wait until nothing changes any more.
        seen = now;
        changed = true;
      } else if (changed) {
        changed = false;
        reload();
      }
    }
    stop();
  }

  private void reload() throws InterruptedException, IOException {
    long begin = System.nanoTime();
    var next = compile();
    if (next.isPresent()) {
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      say("Changed and compiled in %d ms; starting again.".formatted(millis));
      stop();
      start(next.get());
    }
  }

  private Optional<CompiledProgram> compile() throws IOException {
    try {
      return Optional.of(compiler.compile(program));
    } catch (UserProblem problem) {
      return rejected(problem.text());
    } catch (NoSuchFileException gone) {
      return rejected("The file " + gone.getFile() + " is not there.");
    }
  }

  private Optional<CompiledProgram> rejected(String why) {
    say(why);
    say(
        current == null
            ? "Waiting for a change."
            : "Waiting for a change; the version before goes on.");
    return Optional.empty();
  }

  private void start(CompiledProgram version) {
    current = RunningVersion.start(version, out);
  }

  private void stop() throws InterruptedException, IOException {
    keepPort();
    if (current != null) {
      current.stop();
    }
  }

  /** Has the next version listen where clients know this one. */
  private static void keepPort() {
    var servers = RunningServers.all();
    if (servers.size() == 1 && "0".equals(System.getProperty(ProgramOptions.PORT_PROPERTY))) {
      System.setProperty(ProgramOptions.PORT_PROPERTY, String.valueOf(servers.getFirst().port()));
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
