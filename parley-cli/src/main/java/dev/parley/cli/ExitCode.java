package dev.parley.cli;

/** How the command ends. */
final class ExitCode {
  /** As wanted; also when a signal has stopped a server. */
  static final int OK = 0;

  /** The program does not compile, does not start, or its main method threw. */
  static final int FAILED = 1;

  private ExitCode() {}
}
