package dev.parley;

import java.util.List;

/**
 * Thrown when parameters or the body of a request do not fit their declaration; answered with 422
 * and {@code {"detail": [problems]}}.
 */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Creates the exception.
   *
   * @param problems everything that is wrong, at least one
   */
  public InvalidRequestException(List<Problem> problems) {
    super(problems.getFirst().name() + ": " + problems.getFirst().message());
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns everything that is wrong.
   *
   * @return the problems, at least one
   */
  public List<Problem> problems() {
    return problems;
  }
}
