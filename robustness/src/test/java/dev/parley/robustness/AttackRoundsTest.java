package dev.parley.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.robustness.AbuseResult.Load;
import dev.parley.robustness.AbuseResult.State;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AttackRoundsTest {
  private static final ServerFigures FIGURES = new ServerFigures(0, 0, 0, 0, 0, 0);
  private static final State STATE = new State(FIGURES, 0, 0, 0);

  @Test
  void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(DoubleStream.of(9, 1, 2, 4))).isEqualTo(new Spread(3, 1, 9));
    assertThat(Spread.of(DoubleStream.of(5, 1, 4))).isEqualTo(new Spread(4, 1, 5));
  }

  @Test
  void roundsOfAnAttackAreTakenTogetherInTheOrderOfAttacks() {
    var all = AttackRounds.of(List.of(result("B", 1), result("A", 1), result("B", 3)));

    assertThat(all).extracting(rounds -> rounds.first().attack()).containsExactly("B", "A");
    assertThat(all.getFirst().ratio()).isEqualTo(new Spread(2, 1, 3));
    assertThat(all.getFirst().outcome().lines()).isEqualTo(20);
  }

  @Test
  void oneSlowRoundOfThreeIsNoFault() {
    var rounds = AttackRounds.of(List.of(result("A", 1), result("A", 9), result("A", 2)));

    assertThat(rounds.getFirst().faults()).isEmpty();
  }

  @Test
  void echoesMoreThanTwiceAsSlowInMostRoundsAreAFault() {
    var rounds = AttackRounds.of(List.of(result("A", 2.5), result("A", 9), result("A", 1)));

    assertThat(rounds.getFirst().faults()).containsExactly("p99 more than twice that before");
  }

  @Test
  void faultOfOneRoundIsAFaultOfAll() {
    var rounds = AttackRounds.of(List.of(result("A", 1), result("A", 1, "1 connection lost")));

    assertThat(rounds.getFirst().faults()).containsExactly("1 connection lost");
  }

  private static AbuseResult result(String attack, double ratio, String... faults) {
    return new AbuseResult(
        attack,
        "attacks",
        10,
        1,
        health(0.5),
        health(0.5 * ratio),
        health(0.5),
        new Load(0, 0, 0),
        STATE,
        STATE,
        new Outcome(10, Map.of(), 0, 0),
        List.of(faults));
  }

  private static Health health(double p99) {
    var latency = new Latency(100, p99 / 2, p99, p99);
    return new Health(latency, 0, 0, latency, latency, Map.of());
  }
}
