package dev.parley.robustness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of everything.
 *
 * @param descriptors what the server may open
 * @param attackers processes for each attack
 * @param healthyConnections connections of the well-behaved
 * @param messagesPerSecond what they send together
 * @param before how long the quiet before an attack is measured
 * @param patience how long the server has to become as it was
 * @param serverOptions options of the server's JVM
 * @param quick whether attacks are cut to what fits into a build
 */
record Scale(
    int descriptors,
    int attackers,
    int healthyConnections,
    int messagesPerSecond,
    Duration before,
    Duration patience,
    List<String> serverOptions,
    boolean quick) {
  /** What docs/performance.md recommends where the JVM's compilers have no core of their own. */
  private static final List<String> COMPILERS_BEHIND =
      List.of("-XX:ThreadPriorityPolicy=1", "-XX:CompilerThreadPriority=10");

  /** What docs/performance.md recommends for many connections in a small heap. */
  private static final String SMALL_HEADERS = "-XX:+UseCompactObjectHeaders";

  private static final int QUICK_LINES = 24;
  private static final int QUICK_DESCRIPTORS = 256;

  /** What the page shows. */
  static Scale full(Target target, List<String> jvmOptions) {
    var options = new ArrayList<>(ServerProcess.TOUCHED_HEAP);
    options.addAll(COMPILERS_BEHIND);
    options.add(SMALL_HEADERS);
    options.addAll(target.options());
    options.addAll(jvmOptions);
    return new Scale(
        19_200, 4, 20, 500, Duration.ofSeconds(8), Duration.ofSeconds(40), options, false);
  }

  /** Seconds for each attack, so that the program itself is tested with every build. */
  static Scale forBuilds() {
    return new Scale(
        QUICK_DESCRIPTORS,
        1,
        4,
        100,
        Duration.ofMillis(300),
        Duration.ofSeconds(20),
        List.of(
            "-Dparley.handshakeTimeout=500ms",
            "-Dparley.sendTimeout=500ms",
            "-Dparley.closeTimeout=500ms",
            "-Dparley.disconnectGrace=200ms",
            "-Dparley.http2=cleartext"),
        true);
  }

  int lines(Attack attack) {
    if (!quick) {
      return attack.lines();
    }
    return attack == Attack.DESCRIPTORS ? QUICK_DESCRIPTORS : QUICK_LINES;
  }

  Duration duration(Attack attack) {
    return quick ? Duration.ofSeconds(1) : Duration.ofSeconds(attack.seconds());
  }

  /** In how many processes the lines of an attack are. */
  int processes(Attack attack) {
    return attack == Attack.SLOW_READERS || attack == Attack.HTTP2_NO_WINDOW ? 1 : attackers;
  }
}
