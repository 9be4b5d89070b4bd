package dev.parley.cli;

import dev.parley.ConfigurationException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * Tells a user what went wrong: in a sentence where there is one, with a stack trace where it is a
 * surprise.
 */
final class Problems {
  private Problems() {}

  static void print(Throwable failure, PrintWriter out) {
    switch (failure) {
      case UserProblem problem -> out.println(problem.text());
      case ConfigurationException problem -> out.println(problem.getMessage());
      case ProgramFailure wrapper when wrapper.getCause() != null -> print(wrapper.getCause(), out);
      case UncheckedIOException problem when problem.getCause() != null && isOurs(problem) ->
          out.println(problem.getCause().getMessage());
      default -> {
        out.print("Exception in thread \"main\" ");
        failure.printStackTrace(out);
      }
    }
    out.flush();
  }

  /** Whether Parley has thrown it, in words that need no trace: a port that is taken. */
  private static boolean isOurs(Throwable failure) {
    var trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("dev.parley.internal.");
  }
}
