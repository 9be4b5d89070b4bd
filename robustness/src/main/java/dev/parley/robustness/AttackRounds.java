package dev.parley.robustness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What one attack did in all rounds. A stop of some milliseconds decides about the p99 of one round
 * alone, so that the median of several is what counts.
 *
 * @param results one or more, in order
 */
record AttackRounds(List<AbuseResult> results) {
  /** How much worse the well-behaved may have it. */
  static final double MOST_RATIO = 2;

  /** The rounds of each attack, from the results of all, in order. */
  static List<AttackRounds> of(List<AbuseResult> all) {
    var attacks = new LinkedHashMap<String, List<AbuseResult>>();
    all.forEach(
        result -> attacks.computeIfAbsent(result.attack(), name -> new ArrayList<>()).add(result));
    return attacks.values().stream().map(AttackRounds::new).toList();
  }

  AbuseResult first() {
    return results.getFirst();
  }

  Spread spread(ToDoubleFunction<AbuseResult> figure) {
    return Spread.of(results.stream().mapToDouble(figure));
  }

  /** How many times the 99th percentile before the attack it was during it. */
  Spread ratio() {
    return spread(AbuseResult::ratio);
  }

  /** The most that there was in any round. */
  long most(ToLongFunction<AbuseResult> figure) {
    return results.stream().mapToLong(figure).max().orElseThrow();
  }

  Outcome outcome() {
    return Outcome.together(results.stream().map(AbuseResult::outcome).toList());
  }

  /** Failures of the well-behaved during the attack, and messages that nobody answered. */
  Map<String, Long> errors() {
    Map<String, Long> errors = new TreeMap<>();
    for (var result : results) {
      result.during().failures().forEach((what, count) -> errors.merge(what, count, Long::sum));
      if (result.during().unanswered() > 0) {
        errors.merge("unanswered", (long) result.during().unanswered(), Long::sum);
      }
    }
    return errors;
  }

  /** What should not be, in any round. */
  List<String> faults() {
    var faults = new LinkedHashSet<String>();
    if (ratio().median() > MOST_RATIO) {
      faults.add("p99 more than twice that before");
    }
    results.forEach(result -> faults.addAll(result.faults()));
    return List.copyOf(faults);
  }
}
