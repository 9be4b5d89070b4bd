package dev.parley.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockingWorkTest {
  private final LockingWork work = new LockingWork();

  @Test
  void isDoneOneAfterTheOtherInTheOrderInWhichItCame() throws Exception {
    var done = new LinkedBlockingQueue<Integer>();

    IntStream.range(0, 1_000).forEach(i -> work.execute(() -> done.add(i)));

    for (int i = 0; i < 1_000; i++) {
      assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  @Test
  void failureCostsNothingElse() throws Exception {
    var after = new CompletableFuture<Boolean>();

    work.execute(() -> {
      throw new IllegalStateException("failed on demand");
    });
    work.execute(() -> after.complete(Thread.currentThread().isVirtual()));

    assertThat(after.get(5, TimeUnit.SECONDS)).isTrue();
  }
}
