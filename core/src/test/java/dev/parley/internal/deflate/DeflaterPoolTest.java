package dev.parley.internal.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeflaterPoolTest {
  private final DeflaterPool pool = new DeflaterPool(6, 2);

  @Test
  void hasSoManyAndNotOneMore() {
    var first = pool.take();
    var second = pool.take();

    assertThat(first).isNotNull().isNotSameAs(second);
    assertThat(second).isNotNull();
    assertThat(pool.take()).isNull();
  }

  @Test
  void lendsAgainWhatWasGivenBack() {
    var first = Objects.requireNonNull(pool.take());
    var second = Objects.requireNonNull(pool.take());

    pool.give(second);
    assertThat(pool.take()).isSameAs(second);
    pool.give(first);
    pool.give(second);
    assertThat(List.of(pool.take(), pool.take())).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void freesWhatIsIdleAtItsEndAndTheRestWhenItIsGivenBack() {
    var idle = Objects.requireNonNull(pool.take());
    var used = Objects.requireNonNull(pool.take());
    pool.give(idle);

    pool.close();

    assertIsFreed(idle);
    assertThat(used.deflate(new byte[100], 0, 100, 15)).isPositive();
    pool.give(used);
    assertIsFreed(used);
  }

  private static void assertIsFreed(PayloadDeflater deflater) {
    assertThatThrownBy(() -> deflater.deflate(new byte[100], 0, 100, 15))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void nobodySharesADeflaterWhateverHappensAtOnce() throws Exception {
    var lent = ConcurrentHashMap.<PayloadDeflater>newKeySet();
    var all = ConcurrentHashMap.<PayloadDeflater>newKeySet();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var work =
          threads.invokeAll(
              IntStream.range(0, 4)
                  .mapToObj(_ -> Executors.callable(() -> use(lent, all)))
                  .toList());
      for (Future<?> done : work) {
        done.get();
      }
    }
    assertThat(all).hasSizeBetween(1, 2);
  }

  private void use(Set<PayloadDeflater> lent, Set<PayloadDeflater> all) {
    for (int i = 0; i < 20_000; i++) {
      var taken = pool.take();
      if (taken != null) {
        all.add(taken);
        assertThat(lent.add(taken)).isTrue();
        lent.remove(taken);
        pool.give(taken);
      }
    }
  }
}
