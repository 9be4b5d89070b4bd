package dev.parley.cli;

import dev.parley.Server;
import dev.parley.internal.app.RunningServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** A version of a program whose main method runs on a thread of its own. */
final class RunningVersion {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final CompiledProgram program;
  private final PrintWriter out;
  private final Thread thread;

  private RunningVersion(CompiledProgram program, PrintWriter out) {
    this.program = program;
    this.out = out;
    this.thread = Thread.ofPlatform().name("main").start(this::run);
  }

  static RunningVersion start(CompiledProgram program, PrintWriter out) {
    return new RunningVersion(program, out);
  }

  private void run() {
    try {
      program.run();
    } catch (Throwable failure) {
      Problems.print(failure, out);
    }
  }

  /**
   * Closes the servers of the program, which tells their clients to come back, and ends its main
   * method. A server that is still being started is closed as soon as it has.
   */
  void stop() throws InterruptedException, IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    closeServers();
    thread.interrupt();
    while (!thread.join(BETWEEN_LOOKS) && System.nanoTime() - deadline < 0) {
      closeServers();
    }
    closeServers();
    if (thread.isAlive()) {
      out.printf(
          "The main method of the version before still runs after %d s.%n", PATIENCE.toSeconds());
      out.flush();
    }
    program.close();
  }

  private static void closeServers() {
    RunningServers.all().forEach(Server::close);
  }
}
