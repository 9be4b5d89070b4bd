package dev.parley.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internal.connection.HandlerThreads;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CarrierLoopsTest {
  /**
   * More than a loop does in one round, and the last of them not in the round of its end either.
   */
  private static final int LONG_TASKS = 15;

  private static final long LONG_NANOS = 100_000;

  private static void takeLong() {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < LONG_NANOS) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void loopThatEndsDoesWhatItsLastTasksAskFor() {
    var loops = new CarrierLoops(1, LocalIoHandler.newFactory());
    var loop = loops.next();
    var endingHasBegun = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    loop.execute(() -> await(endingHasBegun));
    for (int i = 0; i < LONG_TASKS; i++) {
      loop.execute(CarrierLoopsTest::takeLong);
    }
    loop.execute(() -> loop.execute(done::countDown));

    var ended = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    endingHasBegun.countDown();

    assertThat(ended.awaitUninterruptibly(5, TimeUnit.SECONDS)).isTrue();
    assertThat(done.getCount()).isZero();
  }

  @Test
  void whatOthersWantDoneAndWhatCanWaitTakeTurnsWhileThereIsMoreThanARoundOfBoth() {
    var loops = new CarrierLoops(1, LocalIoHandler.newFactory());
    var loop = loops.next();
    var order = new ArrayList<String>();
    var done = new CountDownLatch(8);
    loop.execute(() -> {
      for (int i = 0; i < 4; i++) {
        loop.execute(() -> noteAndTakeLong(order, "task", done));
        ((HandlerThreads) loop).later(() -> noteAndTakeLong(order, "can wait", done));
      }
    });
    await(done);
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);

    for (int i = 1; i < order.size(); i++) {
      assertThat(order.get(i)).as("the one after " + order).isNotEqualTo(order.get(i - 1));
    }
  }

  private static void noteAndTakeLong(List<String> order, String kind, CountDownLatch done) {
    order.add(kind);
    takeLong();
    done.countDown();
  }
}
