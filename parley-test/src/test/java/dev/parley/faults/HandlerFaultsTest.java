package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.Parley;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import dev.parley.semantics.RecordedLog;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers and listeners that do what they should not. */
class HandlerFaultsTest {
  private static App app() {
    return Parley.create()
        .websocket(
            "/echo",
            ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            });
  }

  private static void expectEcho(RawClient line) {
    line.sendText("still here");
    assertThat(line.receiveFrame().text()).isEqualTo("still here");
  }

  @Test
  void aHandlerThatFillsTheHeapCostsItsConnectionOnly() {
    var app =
        app()
            .websocket(
                "/greedy",
                ws -> {
                  var all = new ArrayList<long[]>();
                  ws.accept();
                  while (true) {
                    all.add(new long[Integer.MAX_VALUE - 8]);
                  }
                });
    try (var log = new RecordedLog();
        var client = TestClient.overTcp(app);
        var other = client.raw("/echo")) {
      try (var greedy = client.websocket("/greedy")) {
        assertThat(greedy.expectClose(1011))
            .isEqualTo(CloseReason.of(1011, "Internal server error."));
      }

      expectEcho(other);
      assertThat(log.messages(Level.ERROR)).hasSize(1);
    }
  }

  @Test
  void memoryThatRunsOutOnTheEventLoopCostsOneConnectionOnly() {
    var failing =
        new ServerListener() {
          @Override
          public void limitReached(Limit limit) {
            throw new OutOfMemoryError("for a test");
          }
        };
    try (var log = new RecordedLog();
        var client = TestClient.overTcp(app().listener(failing));
        var other = client.raw("/echo")) {
      try (var line = client.raw("/echo")) {
        line.sendHex("82 ff 0000000010000000 00000000"); // a frame of 256 MiB

        line.awaitEnd();
      }

      expectEcho(other);
      assertThat(client.websocket("/echo").closeReason()).isEmpty();
      log.await(Level.ERROR, "The line to");
      assertThat(log.messages(Level.ERROR)).hasSize(1);
    }
  }

  @Test
  @Timeout(30)
  void shutdownEndsThoughAHandlerNeverReturnsAndTheLogNamesIt() throws InterruptedException {
    var handler = new AtomicReference<Thread>();
    var begun = new CountDownLatch(1);
    var atLast = new CountDownLatch(1);
    var app =
        app()
            .websocket(
                "/stubborn",
                ws -> {
                  handler.set(Thread.currentThread());
                  ws.accept();
                  begun.countDown();
                  awaitWhateverHappens(atLast);
                })
            .config(config ->
                config
                    .shutdownGrace(Duration.ofMillis(100))
                    .cleanupGrace(Duration.ofMillis(100))
                    .closeTimeout(Duration.ofMillis(100)));
    try (var log = new RecordedLog()) {
      try (var client = TestClient.overTcp(app);
          var _ = client.raw("/stubborn")) {
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        client.server().close();

        log.await(Level.WARN, "on /stubborn still runs");
        atLast.countDown();
        assertThat(handler.get().join(Duration.ofSeconds(5))).isTrue();
      }
    } finally {
      atLast.countDown();
    }
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException ignored) {
        // This is what it is about.
      }
    }
  }

  /** Fails when it is closed. */
  record Broken() implements AutoCloseable {
    @Override
    public void close() {
      throw new IllegalStateException("clean-up failed");
    }
  }

  @Test
  void aDependencyThatFailsToCloseIsLoggedOnceAndDisturbsNobody() throws InterruptedException {
    var closed = new CountDownLatch(1);
    var app =
        app()
            .providePerConnection(Broken.class, request -> new Broken())
            .websocket(
                "/broken",
                ws -> {
                  ws.dependency(Broken.class);
                  for (var text : ws.texts()) {
                    ws.sendText(text);
                  }
                })
            .listener(
                new ServerListener() {
                  @Override
                  public void connectionClosed(WebSocket ws, CloseReason reason, Duration age) {
                    closed.countDown();
                  }
                });
    try (var log = new RecordedLog();
        var client = TestClient.overTcp(app);
        var other = client.raw("/echo")) {
      try (var broken = client.raw("/broken")) {
        expectEcho(broken);
      }
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();

      expectEcho(other);
      assertThat(log.failures("clean-up failed")).isEqualTo(1);
    }
  }

  @Test
  void aHandlerThatThrowsInItsCleanUpIsLoggedOnceAndDisturbsNobody() throws InterruptedException {
    var closed = new CountDownLatch(1);
    var app =
        app()
            .websocket(
                "/broken",
                ws -> {
                  try (var _ = new Broken()) {
                    ws.sendText(ws.receiveText());
                  }
                })
            .listener(
                new ServerListener() {
                  @Override
                  public void connectionClosed(WebSocket ws, CloseReason reason, Duration age) {
                    closed.countDown();
                  }
                });
    try (var log = new RecordedLog();
        var client = TestClient.overTcp(app);
        var other = client.raw("/echo");
        var broken = client.raw("/broken")) {
      expectEcho(broken);

      assertThat(broken.awaitClose()).isEqualTo(CloseReason.of(1011, "Internal server error."));
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
      expectEcho(other);
      assertThat(log.failures("clean-up failed")).isEqualTo(1);
    }
  }
}
