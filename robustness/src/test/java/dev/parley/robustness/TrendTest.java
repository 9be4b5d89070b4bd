package dev.parley.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.robustness.Trend.Point;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  @Test
  void growsByWhatAStraightLineClimbs() {
    var trend = Trend.of(List.of(new Point(180, 10), new Point(190, 11), new Point(200, 12)));

    assertThat(trend.atBegin()).isCloseTo(10, within(1e-9));
    assertThat(trend.atEnd()).isCloseTo(12, within(1e-9));
    assertThat(trend.growth()).isCloseTo(2, within(1e-9));
  }

  @Test
  void seesALeakBelowTheNoise() {
    var random = new SplittableRandom(1);
    var points =
        IntStream.range(0, 300)
            .mapToObj(i -> new Point(i * 5, 100 + i / 100.0 + random.nextDouble(-5, 5)))
            .toList();

    assertThat(Trend.of(points).growth()).isBetween(1.0, 5.0);
  }

  @Test
  void isFlatWhereAPeakComesAndGoes() {
    var trend =
        Trend.of(
            List.of(
                new Point(0, 5),
                new Point(10, 5),
                new Point(20, 50),
                new Point(30, 5),
                new Point(40, 5)));

    assertThat(trend.growth()).isCloseTo(0, within(1e-9));
  }

  @Test
  void shrinksWhereThingsBecomeLess() {
    assertThat(Trend.of(List.of(new Point(0, 5), new Point(10, 3))).growth()).isNegative();
  }

  @Test
  void ofOnePointIsFlat() {
    assertThat(Trend.of(List.of(new Point(7, 5)))).isEqualTo(new Trend(5, 5));
  }
}
