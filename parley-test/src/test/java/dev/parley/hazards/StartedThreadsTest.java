package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Action;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual threads that a handler starts run on the scheduler of the JDK, never on its loop. */
class StartedThreadsTest {
  private final AtomicReference<String> carrier = new AtomicReference<>("");
  private final AtomicBoolean ended = new AtomicBoolean();

  @BeforeEach
  void aThreadMayBeHeld() {
    assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1, "The JDK's scheduler has one thread here.");
  }

  private void compute() {
    carrier.set(Street.carrier(Thread.currentThread()));
    while (!ended.get()) {
      Thread.onSpinWait();
    }
  }

  private void assertRunsElsewhere(Action starts) {
    try (var street = Street.with(starts)) {
      street.begin("it");

      street.assertNeighboursAreServedMeanwhile();

      street.assertNothingCarriesTheHandler();
      ended.set(true);
      street.assertEnds("it");
      assertThat(carrier.get()).startsWith("ForkJoinPool");
    }
  }

  @Test
  void threadStartedByAHandlerRunsElsewhere() {
    assertRunsElsewhere(() -> Thread.startVirtualThread(this::compute).join());
  }

  @Test
  void threadStartedByAStartedThreadRunsElsewhere() {
    Action starts =
        () ->
            Thread.startVirtualThread(
                    () -> {
                      var inner = Thread.startVirtualThread(this::compute);
                      join(inner);
                    })
                .join();
    assertRunsElsewhere(starts);
  }

  @Test
  void tasksOfAnExecutorOfAHandlerRunElsewhere() {
    assertRunsElsewhere(() -> {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<String> task =
            () -> {
              compute();
              return "computed";
            };
        assertThat(executor.submit(task).get()).isEqualTo("computed");
      }
    });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
