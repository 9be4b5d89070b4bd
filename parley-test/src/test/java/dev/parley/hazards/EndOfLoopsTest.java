package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Action;
import dev.parley.Parley;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Handlers that outlive their event loop, as they do not heed interruption, end all the same. */
class EndOfLoopsTest {
  private interface Release {
    void run() throws Exception;
  }

  /** The server is closed while a handler is busy with something; then that comes to its end. */
  private static void assertEndsAfterItsLoop(Action something, Release release) throws Exception {
    var begun = new CountDownLatch(1);
    var ended = new CompletableFuture<String>();
    var app =
        Parley.create()
            .config(config ->
                config
                    .port(0)
                    .shutdownGrace(Duration.ofMillis(1))
                    .cleanupGrace(Duration.ofMillis(1))
                    .closeTimeout(Duration.ofMillis(1)))
            .websocket(
                "/ws",
                ws -> {
                  ws.accept();
                  begun.countDown();
                  try {
                    something.run();
                  } finally {
                    ended.complete("clean");
                  }
                });
    var server = app.start();
    try (var client = TestClient.to(server.uri());
        var ws = client.websocket("/ws")) {
      assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

      server.close();

      assertThat(ended).isNotDone();
      release.run();
      assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("clean");
      ws.cut();
    }
  }

  @Test
  void handlerThatWaitsForALockEndsAfterItsLoop() throws Exception {
    var lock = new ReentrantLock();
    lock.lock();
    assertEndsAfterItsLoop(
        () -> {
          lock.lock();
          lock.unlock();
        },
        lock::unlock);
  }

  @Test
  void handlerThatWaitsForAMonitorEndsAfterItsLoop() throws Exception {
    var monitor = new Monitor();
    monitor.lock();
    assertEndsAfterItsLoop(monitor::enter, monitor::unlock);
  }

  @Test
  void handlerThatComputesEndsAfterItsLoop() throws Exception {
    var enough = new AtomicBoolean();
    assertEndsAfterItsLoop(
        () -> {
          while (!enough.get()) {
            Thread.onSpinWait();
          }
          Thread.yield();
        },
        () -> enough.set(true));
  }

  /** A monitor that another thread holds for a test. */
  private static final class Monitor {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private int entered;

    void lock() throws InterruptedException {
      Thread.ofPlatform().daemon().start(this::hold);
      held.await();
    }

    private synchronized void hold() {
      held.countDown();
      try {
        released.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    synchronized void enter() {
      entered++;
      assertThat(entered).isEqualTo(1);
    }

    void unlock() {
      released.countDown();
    }
  }
}
