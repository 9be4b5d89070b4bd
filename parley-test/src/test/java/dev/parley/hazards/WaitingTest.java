package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Action;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Waits that take the handler off its event loop: the JDK sees them, and nobody else has to. */
class WaitingTest {
  /** What a test does to end the wait. */
  private interface Release {
    void run(Street street) throws Exception;
  }

  /** The handler waits, nothing carries it meanwhile, the others are served, and it goes on. */
  private static void assertOthersGoOn(Action wait, Release release) throws Exception {
    try (var street = Street.with(wait)) {
      street.begin("it");

      street.assertNeighboursAreServedMeanwhile();

      street.assertNothingCarriesTheHandler();
      release.run(street);
      street.assertEnds("it");
    }
  }

  @Test
  void handlerThatSleepsHoldsNobody() throws Exception {
    assertOthersGoOn(
        () -> {
          try {
            Thread.sleep(Duration.ofHours(1));
          } catch (InterruptedException woken) {
            // By the test.
          }
        },
        street -> street.handler().interrupt());
  }

  @Test
  void handlerThatParksHoldsNobody() throws Exception {
    assertOthersGoOn(LockSupport::park, street -> LockSupport.unpark(street.handler()));
  }

  @Test
  void handlerThatParksForATimeHoldsNobody() throws Exception {
    assertOthersGoOn(
        () -> LockSupport.parkNanos(TimeUnit.HOURS.toNanos(1)),
        street -> LockSupport.unpark(street.handler()));
  }

  @Test
  void handlerThatWaitsForALockHoldsNobody() throws Exception {
    var lock = new ReentrantLock();
    lock.lock();
    assertOthersGoOn(
        () -> {
          lock.lock();
          lock.unlock();
        },
        street -> lock.unlock());
  }

  @Test
  void handlerThatWaitsWhileItHoldsALockHoldsNobody() throws Exception {
    var lock = new ReentrantLock();
    var awaited = new Semaphore(0);
    assertOthersGoOn(
        () -> {
          lock.lock();
          try {
            awaited.acquire();
          } finally {
            lock.unlock();
          }
        },
        street -> awaited.release());
  }

  @Test
  void handlerThatWaitsForAMonitorHoldsNobody() throws Exception {
    var monitor = new Object();
    var entered = new AtomicBoolean();
    try (var street =
        Street.with(() -> {
          synchronized (monitor) {
            entered.set(true);
          }
        })) {
      synchronized (monitor) {
        street.begin("it");

        street.assertNeighboursAreServedMeanwhile();

        street.assertNothingCarriesTheHandler();
        assertThat(entered).isFalse();
      }
      street.assertEnds("it");
    }
  }

  @Test
  void handlerThatWaitsWithinAMonitorHoldsNobody() throws Exception {
    var monitor = new Object();
    var awaited = new CountDownLatch(1);
    assertOthersGoOn(
        () -> {
          synchronized (monitor) {
            awaited.await();
          }
        },
        street -> awaited.countDown());
  }

  @Test
  void handlerThatAwaitsANotificationHoldsNobody() throws Exception {
    var notice = new Notice();
    assertOthersGoOn(notice::await, street -> notice.give());
  }

  @Test
  void handlerThatTakesFromAQueueHoldsNobody() throws Exception {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    assertOthersGoOn(queue::take, street -> queue.add("something"));
  }

  @Test
  void handlerThatMeetsAnotherThreadHoldsNobody() throws Exception {
    var exchanger = new Exchanger<String>();
    assertOthersGoOn(() -> exchanger.exchange("here"), street -> exchanger.exchange("there"));
  }

  @Test
  void handlerThatYieldsAgainAndAgainHoldsNobody() {
    var ended = new AtomicBoolean();
    try (var street =
        Street.with(() -> {
          while (!ended.get()) {
            Thread.yield();
          }
        })) {
      street.begin("it");

      street.assertNeighboursAreServedMeanwhile();

      ended.set(true);
      street.assertEnds("it");
    }
  }

  /** Something to be told, by the means of {@link Object}. */
  private static final class Notice {
    private boolean given;

    synchronized void await() throws InterruptedException {
      while (!given) {
        wait();
      }
    }

    synchronized void give() {
      given = true;
      notifyAll();
    }
  }
}
