package dev.parley.cli;

import dev.parley.ConfigurationException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Tells a user what went wrong: in a sentence where there is one, with a stack trace where it is a
 * surprise.
 */
final class Problems {
  private Problems() {}

  static void print(Throwable failure, PrintWriter out) {
    switch (failure) {
      case InvocationTargetException wrapper when wrapper.getCause() != null ->
          print(wrapper.getCause(), out);
      case UserProblem problem -> out.println(problem.getMessage());
      case ConfigurationException problem -> out.println(problem.getMessage());
      case UncheckedIOException problem when problem.getCause() != null ->
          out.println(problem.getCause().getMessage());
      default -> failure.printStackTrace(out);
    }
    out.flush();
  }
}
