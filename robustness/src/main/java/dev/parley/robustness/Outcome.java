package dev.parley.robustness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What attackers got.
 *
 * @param lines how many lines they opened
 * @param fates how often a line ended in which way
 * @param sentBytes what the kernel took from them
 * @param receivedBytes what they read
 */
record Outcome(long lines, Map<String, Long> fates, long sentBytes, long receivedBytes) {

  /** The sum of several processes. */
  static Outcome together(List<Outcome> parts) {
    var fates = new TreeMap<String, Long>();
    long lines = 0;
    long sent = 0;
    long received = 0;
    for (var part : parts) {
      lines += part.lines;
      sent += part.sentBytes;
      received += part.receivedBytes;
      part.fates.forEach((fate, count) -> fates.merge(fate, count, Long::sum));
    }
    return new Outcome(lines, fates, sent, received);
  }
}
