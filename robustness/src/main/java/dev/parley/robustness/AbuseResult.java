package dev.parley.robustness;

import java.util.ArrayList;
import java.util.List;

/**
 * What one attack did in one round.
 *
 * @param attack its name
 * @param description what the attackers do
 * @param lines how many lines attack at a time
 * @param seconds how long
 * @param before the well-behaved before it
 * @param during the well-behaved during it
 * @param after the well-behaved while the server becomes as it was
 * @param load what the server needed
 * @param baseline the server before
 * @param settled the server afterwards
 * @param outcome what the attackers got
 * @param faults what should not be, slow echoes apart
 */
record AbuseResult(
    String attack,
    String description,
    int lines,
    long seconds,
    Health before,
    Health during,
    Health after,
    Load load,
    State baseline,
    State settled,
    Outcome outcome,
    List<String> faults) {
  /** What live objects may differ by, from collection to collection. */
  static final long HEAP_TOLERANCE_BYTES = 4L * 1024 * 1024;

  private static final int COUNT_TOLERANCE = 4;

  /**
   * What the server needed during an attack.
   *
   * @param peakResidentBytes the most resident memory
   * @param cpuShare how much of its core, 1 for all
   * @param peakDescriptors the most descriptors
   */
  record Load(long peakResidentBytes, double cpuShare, int peakDescriptors) {}

  /**
   * The server at rest.
   *
   * @param figures what it says itself
   * @param descriptors what it has open
   * @param residentBytes resident memory
   * @param complaints warnings and errors in its log so far
   */
  record State(ServerFigures figures, int descriptors, long residentBytes, int complaints) {
    /** What is left of an attack, in comparison with the state before; empty if nothing is. */
    List<String> leftSince(State before) {
      var left = new ArrayList<String>();
      if (figures.heapBytes() > before.figures.heapBytes() + HEAP_TOLERANCE_BYTES) {
        left.add(
            "heap " + Page.mebibytes(figures.heapBytes() - before.figures.heapBytes()) + " more");
      }
      more(left, "descriptors", before.descriptors, descriptors);
      more(left, "virtual threads", before.figures.virtualThreads(), figures.virtualThreads());
      more(left, "platform threads", before.figures.platformThreads(), figures.platformThreads());
      return left;
    }

    private static void more(List<String> left, String what, int before, int now) {
      if (now > before + COUNT_TOLERANCE) {
        left.add((now - before) + " more " + what);
      }
    }
  }

  /** How many times the 99th percentile before the attack it was during it. */
  double ratio() {
    return during.echo().p99() / before.echo().p99();
  }

  /** What should not be, by the measurements of one round. */
  static List<String> faults(Health during, List<String> left) {
    var faults = new ArrayList<String>();
    if (during.lost() > 0) {
      faults.add(during.lost() + " well-behaved connections lost");
    }
    if (during.unanswered() > 0) {
      faults.add(during.unanswered() + " messages unanswered");
    }
    long failed = during.failures().values().stream().mapToLong(Long::longValue).sum();
    if (failed > 0) {
      faults.add(failed + " failures of well-behaved clients");
    }
    left.forEach(what -> faults.add("left behind: " + what));
    return faults;
  }
}
