package dev.parley.cli;

/** What the main method of a program threw. */
final class ProgramFailure extends Exception {
  private static final long serialVersionUID = 1L;

  ProgramFailure(Throwable cause) {
    super(cause);
  }
}
