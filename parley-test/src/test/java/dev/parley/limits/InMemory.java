package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of the server there are. */
final class InMemory {
  private InMemory() {}

  /** Waits until there is an exact number of objects of a type. */
  static void await(String type, int expected) throws JMException {
    assertThat(last(type, found -> found == expected)).isEqualTo(expected);
  }

  /** Waits until there are as many objects of a type, or more. */
  static void awaitAtLeast(String type, int expected) throws JMException {
    assertThat(last(type, found -> found >= expected)).isGreaterThanOrEqualTo(expected);
  }

  private static int last(String type, IntPredicate wanted) throws JMException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    int found = count(type);
    while (!wanted.test(found) && System.nanoTime() < deadline) {
      long begun = System.nanoTime();
      found = count(type);
      letTheServerRun(System.nanoTime() - begun);
    }
    return found;
  }

  /** Collections one behind the other would leave it no time to do what is awaited. */
  private static void letTheServerRun(long nanos) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < nanos) {
      Thread.onSpinWait();
    }
  }

  /**
   * Counts objects after a full collection.
   *
   * @param type the name of the class with that of its package, behind {@code dev.parley.internal}
   */
  static int count(String type) throws JMException {
    var name = new ObjectName("com.sun.management:type=DiagnosticCommand");
    var histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    name,
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    var line =
        Pattern.compile(
                "\\s(\\d+)\\s+\\d+\\s+dev\\.parley\\.internal\\." + Pattern.quote(type) + "\\s")
            .matcher(histogram);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }
}
