package dev.parley.conformance;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Collects what came of the tests that prove something, in this JVM. */
final class Outcomes implements TestWatcher {
  /**
   * What came of one test.
   *
   * @param passed how many of its cases passed
   * @param others how many did not
   */
  record Outcome(int passed, int others) {
    static final Outcome PASSED = new Outcome(1, 0);
    static final Outcome OTHER = new Outcome(0, 1);

    Outcome plus(Outcome more) {
      return new Outcome(passed + more.passed, others + more.others);
    }
  }

  private static final Map<Method, Outcome> OF_THIS_RUN = new ConcurrentHashMap<>();

  /** What came of a test in this run; empty if it did not run. */
  static Optional<Outcome> of(Method test) {
    return Optional.ofNullable(OF_THIS_RUN.get(test));
  }

  private static void add(ExtensionContext context, Outcome outcome) {
    OF_THIS_RUN.merge(context.getRequiredTestMethod(), outcome, Outcome::plus);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    add(context, Outcome.PASSED);
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    add(context, Outcome.OTHER);
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    add(context, Outcome.OTHER);
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    add(context, Outcome.OTHER);
  }
}
