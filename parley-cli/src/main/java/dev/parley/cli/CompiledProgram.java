package dev.parley.cli;

import java.io.IOException;

/** A compiled program with a class loader of its own. */
final class CompiledProgram implements AutoCloseable {
  private final Program program;
  private final String mainClass;
  private final ProgramLoader loader;

  CompiledProgram(Program program, String mainClass, ProgramLoader loader) {
    this.program = program;
    this.mainClass = mainClass;
    this.loader = loader;
  }

  /** Runs the main method on this thread. */
  void run() throws Throwable {
    Thread.currentThread().setContextClassLoader(loader);
    MainMethod.of(load()).call(program.arguments());
  }

  /** The class that comes first in the file. */
  Class<?> load() throws ClassNotFoundException {
    return Class.forName(mainClass, false, loader);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
