package dev.parley.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1, Long.MIN_VALUE})
  void holdsTheTokensOfOneSecondWheneverTimeBegan(long start) {
    var bucket = new TokenBucket(10, start);

    long taken = IntStream.range(0, 100).filter(i -> bucket.tryTake(1, start)).count();

    assertThat(taken).isEqualTo(10);
    assertThat(bucket.waitNanos(start)).isEqualTo(1);
  }

  @Test
  void fillsEvenly() {
    var bucket = new TokenBucket(10, 0);
    bucket.take(10, 0);

    assertThat(bucket.tryTake(1, 0)).isFalse();
    assertThat(bucket.tryTake(1, SECOND / 10)).isTrue();
    assertThat(bucket.tryTake(1, SECOND / 10)).isFalse();
    assertThat(bucket.tryTake(1, SECOND / 5)).isTrue();
  }

  @Test
  void neverHoldsMoreThanTheTokensOfOneSecond() {
    var bucket = new TokenBucket(10, 0);

    long taken = IntStream.range(0, 100).filter(i -> bucket.tryTake(1, 3_600 * SECOND)).count();

    assertThat(taken).isEqualTo(10);
  }

  @Test
  void lendsToWhatIsLargerThanItselfAndWaitsForTheDebt() {
    var bucket = new TokenBucket(1_000, 0);

    assertThat(bucket.tryTake(5_000, 0)).isTrue();

    assertThat(bucket.waitNanos(0)).isEqualTo(4 * SECOND + 1);
    assertThat(bucket.tryTake(1, 4 * SECOND)).isFalse();
    assertThat(bucket.tryTake(1, 4 * SECOND + 1)).isTrue();
  }

  @Test
  void keepsTheRateInTheLongRun() {
    var bucket = new TokenBucket(7, 0);
    int taken = 0;

    for (long now = 0; now < 100 * SECOND; now += SECOND / 1_000) {
      if (bucket.tryTake(1, now)) {
        taken++;
      }
    }

    assertThat(taken).isBetween(7 * 100, 7 * 101);
  }

  @Test
  void isFullAgainOnceEverythingFlowedBack() {
    var bucket = new TokenBucket(2, 0);
    bucket.take(1, 0);

    assertThat(bucket.isFull(SECOND / 2 - 1)).isFalse();
    assertThat(bucket.isFull(SECOND / 2)).isTrue();
  }

  @Test
  void countsOnceForEveryThread() throws InterruptedException {
    var bucket = new TokenBucket(10_000, 0);
    var taken = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          for (int j = 0; j < 10_000; j++) {
            if (bucket.tryTake(1, 0)) {
              taken.incrementAndGet();
            }
          }
        });
      }
    }

    assertThat(taken).hasValue(10_000);
  }
}
