package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Parley;
import dev.parley.Task;
import dev.parley.WebSocket;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketException;
import dev.parley.WebSocketHandler;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What runs beside a handler, and ends with it. */
class ConcurrencyTest {
  private static TestClient serving(WebSocketHandler handler) {
    return TestClient.overTcp(Parley.create().websocket("/ws", handler));
  }

  // --- gather ---

  @Test
  void gatherRunsLoopsAtOnceAndReturnsWhenAllHaveEnded() {
    try (var client =
            serving(ws -> {
              var one = new CountDownLatch(1);
              var two = new CountDownLatch(1);
              ws.gather(
                  () -> {
                    one.countDown();
                    two.await();
                  },
                  () -> {
                    two.countDown();
                    one.await();
                  });
              ws.sendText("both");
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("both");
    }
  }

  @Test
  void firstFailureOfGatherStopsTheRestAndIsTheOneThrown() {
    try (var client =
            serving(ws ->
                ws.gather(
                    () -> ws.sleep(Duration.ofHours(1)),
                    () -> new CountDownLatch(1).await(),
                    () -> {
                      throw new WebSocketException(4009, "enough");
                    }));
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose().toString()).isEqualTo("4009 enough");
    }
  }

  @Test
  void errorWithinGatherIsThrownAsItIs() {
    try (var client =
            serving(ws -> {
              try {
                ws.gather(() -> {
                  throw new AssertionError("an Error");
                });
              } catch (AssertionError error) {
                ws.sendText("caught " + error.getMessage());
              }
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("caught an Error");
    }
  }

  @Test
  void gatherEndsWhenTheClientLeaves() throws Exception {
    var ended = new CompletableFuture<Throwable>();
    try (var client =
        serving(ws -> {
          try {
            ws.gather(
                () -> {
                  for (var text : ws.texts()) {
                    ws.sendText(text);
                  }
                },
                () -> {
                  while (true) {
                    ws.sleep(Duration.ofMillis(50));
                    ws.trySendText("ping");
                  }
                });
          } catch (WebSocketClosedException closed) {
            ended.complete(closed);
          }
        })) {
      try (var ws = client.websocket("/ws")) {
        assertThat(ws.receiveText()).isEqualTo("ping");
      }

      assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(WebSocketClosedException.class);
    }
  }

  // --- fork and every ---

  @Test
  void childThatFailsEndsTheConnectionWithItsError() {
    try (var client =
            serving(ws -> {
              ws.fork(() -> {
                throw new WebSocketException(4010, "from the child");
              });
              Thread.sleep(Duration.ofHours(1));
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose().toString()).isEqualTo("4010 from the child");
    }
  }

  @Test
  void childEndsWithTheHandlerAndBeforeItsDependencies() throws Exception {
    var order = new LinkedBlockingQueue<String>();
    record Resource(LinkedBlockingQueue<String> order) implements AutoCloseable {
      @Override
      public void close() {
        order.add("closed");
      }
    }
    var app =
        Parley.create()
            .providePerConnection(Resource.class, request -> new Resource(order))
            .websocket(
                "/ws",
                ws -> {
                  ws.dependency(Resource.class);
                  var started = new CountDownLatch(1);
                  ws.fork(() -> {
                    started.countDown();
                    try {
                      Thread.sleep(Duration.ofHours(1));
                    } finally {
                      order.add("child ended");
                    }
                  });
                  started.await();
                });
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      ws.expectClose(1000);
      assertThat(order).containsExactly("child ended", "closed");
    }
  }

  @Test
  void childThatIsCancelledIsNoFailure() {
    try (var client =
            serving(ws -> {
              Task task = ws.fork(() -> ws.sleep(Duration.ofHours(1)));
              assertThat(task.isDone()).isFalse();
              task.cancel();
              task.join();
              assertThat(task.isDone()).isTrue();
              task.cancel();
              ws.sendText("fine");
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("fine");
      ws.expectClose(1000);
    }
  }

  @Test
  void cancelledChildSeesCancellation() throws Exception {
    var seen = new CompletableFuture<Throwable>();
    try (var client =
            serving(ws -> {
              var task =
                  ws.fork(() -> {
                    try {
                      ws.sleep(Duration.ofHours(1));
                    } catch (CancellationException cancelled) {
                      seen.complete(cancelled);
                    }
                  });
              task.cancel();
              task.join();
            });
        var ws = client.websocket("/ws")) {
      ws.expectClose(1000);
      assertThat(seen.get(5, TimeUnit.SECONDS)).hasMessage("The work was cancelled.");
    }
  }

  @Test
  void connectionHasABoundedNumberOfChildren() {
    var app =
        Parley.create()
            .config(config -> config.maxTasksPerConnection(2))
            .websocket(
                "/ws",
                ws -> {
                  ws.fork(() -> ws.sleep(Duration.ofHours(1)));
                  ws.fork(() -> ws.sleep(Duration.ofHours(1)));
                  assertThatThrownBy(() -> ws.fork(() -> {}))
                      .hasMessage("The connection has 2 tasks running, the most allowed.");
                  ws.sendText("refused");
                });
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("refused");
    }
  }

  @Test
  void periodicWorkGoesOnUntilTheEnd() {
    try (var client =
            serving(ws -> {
              ws.every(Duration.ofMillis(20), () -> ws.sendText("tick"));
              assertThatThrownBy(() -> ws.every(Duration.ofNanos(1), () -> {}))
                  .hasMessageContaining("expected 1 ms or more");
              for (var text : ws.texts()) {
                ws.sendText("echo " + text);
              }
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("tick");
      assertThat(ws.receiveText()).isEqualTo("tick");
    }
  }

  @Test
  void childrenOfEndedHandlerCannotBeStarted() throws Exception {
    var leaked = new AtomicReference<WebSocket>();
    try (var client = serving(leaked::set);
        var ws = client.websocket("/ws")) {
      ws.expectClose(1000);
      ws.awaitHandler();

      assertThatThrownBy(() -> leaked.get().fork(() -> {}))
          .isInstanceOf(CancellationException.class);
    }
  }

  // --- interruption ---

  @Test
  void handlerThatOnlyPushesIsInterruptedWhenTheClientLeaves() throws Exception {
    var interrupted = new CompletableFuture<Boolean>();
    try (var client =
        serving(ws -> {
          ws.sendText("waiting");
          try {
            new LinkedBlockingQueue<String>().take();
          } catch (InterruptedException end) {
            interrupted.complete(true);
            throw end;
          }
        })) {
      try (var ws = client.websocket("/ws")) {
        ws.receiveText();
      }

      assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void handlerThatReceivedMayFinishWhatItIsDoing() throws Exception {
    var finished = new CompletableFuture<String>();
    var left = new CountDownLatch(1);
    try (var client =
        serving(ws -> {
          var text = ws.receiveText();
          left.await();
          finished.complete("saved " + text + " " + Thread.currentThread().isInterrupted());
        })) {
      try (var raw = client.raw("/ws")) {
        raw.sendHex("81 81 00000000 61");
        raw.sendHex("88 82 00000000 03e8");
        raw.awaitClose();
      }
      left.countDown();

      assertThat(finished.get(5, TimeUnit.SECONDS)).isEqualTo("saved a false");
    }
  }

  @Test
  void handlerThatGoesOnTooLongIsInterruptedAfterItsGrace() throws Exception {
    var interrupted = new CompletableFuture<Boolean>();
    var app =
        Parley.create()
            .config(config -> config.disconnectGrace(Duration.ofMillis(100)))
            .websocket(
                "/ws",
                ws -> {
                  ws.receiveText();
                  ws.sendText("got it");
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException end) {
                    interrupted.complete(true);
                  }
                });
    try (var client = TestClient.overTcp(app)) {
      try (var raw = client.raw("/ws")) {
        raw.sendHex("81 81 00000000 61");
        assertThat(raw.receiveFrame().text()).isEqualTo("got it");
        raw.reset();
      }

      assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
