package dev.parley.cli;

/** Something that the user can mend; the message says how. */
final class UserProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;

  UserProblem(String text) {
    super(text);
    this.text = text;
  }

  String text() {
    return text;
  }
}
