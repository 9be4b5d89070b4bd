package dev.parley;

import java.util.List;

/**
 * Thrown at start-up when routes, parameters, dependencies or options do not fit together.
 *
 * <p>The text lists every problem, each with the method and parameter it is about and its remedy.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * Creates the exception.
   *
   * @param problems what is wrong, each with its remedy
   */
  public ConfigurationException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * Creates the exception for one problem.
   *
   * @param problem what is wrong, with its remedy
   */
  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /**
   * Returns what is wrong.
   *
   * @return the problems, at least one
   */
  public List<String> problems() {
    return problems;
  }
}
