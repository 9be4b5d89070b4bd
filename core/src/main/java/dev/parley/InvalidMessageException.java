package dev.parley;

import java.util.List;

/**
 * Thrown when a message is JSON but not one that the handler asked for: of an unknown type, with a
 * missing or wrong field, or against a constraint.
 *
 * <p>The message is consumed and the connection stays usable, so a handler may answer with {@link
 * #problems()}. Uncaught, it closes the connection with 1008.
 */
public final class InvalidMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Creates the exception.
   *
   * @param problems everything that is wrong, at least one
   */
  public InvalidMessageException(List<Problem> problems) {
    super(problems.getFirst().message());
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
