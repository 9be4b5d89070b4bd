package dev.parley.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void isTheMedianWithHalfTheRange() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(3, 2, 1));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(4, 2.5, 1.5));
    assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(1, 5, 0));
  }

  @Test
  void isEmptyWithoutValues() {
    assertThat(Spread.of(List.of()).isEmpty()).isTrue();
  }

  @Test
  void hasNoGapWhereOneLiesWithin() {
    assertThat(new Spread(5, 1.04, 0.05).hasNoGap()).isTrue();
    assertThat(new Spread(5, 0.96, 0.05).hasNoGap()).isTrue();
    assertThat(new Spread(5, 0.90, 0.05).hasNoGap()).isFalse();
  }
}
