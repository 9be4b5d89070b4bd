package dev.parley.cli;

/** Something that the user can mend; the message says how. */
final class UserProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserProblem(String message) {
    super(message);
  }
}
