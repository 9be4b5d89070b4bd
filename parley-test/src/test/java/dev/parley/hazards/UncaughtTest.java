package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Parley;
import dev.parley.WebSocketHandler;
import dev.parley.test.TestClient;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a handler throws ends its connection, and is heard of by nobody else. */
class UncaughtTest {
  private static void assertEndsAlone(WebSocketHandler handler) {
    var uncaught = new AtomicReference<Throwable>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
    var app =
        Parley.create()
            .config(config -> config.port(0))
            .websocket("/bad", handler)
            .websocket("/good", ws -> ws.sendText(ws.receiveText()));
    try (var server = app.start();
        var client = TestClient.to(server.uri());
        var neighbour = client.websocket("/good")) {
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        try (var ws = client.websocket("/bad")) {
          ws.expectClose(1011);
        }
      }
      neighbour.sendText("hello");
      assertThat(neighbour.receiveText()).isEqualTo("hello");
      assertThat(uncaught).hasNullValue();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void exceptionEndsItsConnectionOnly() {
    assertEndsAlone(ws -> {
      ws.accept();
      throw new IllegalStateException("expected by the test");
    });
  }

  @Test
  void errorEndsItsConnectionOnly() {
    assertEndsAlone(ws -> {
      ws.accept();
      throw new LinkageError("expected by the test");
    });
  }

  @Test
  void overflowOfTheStackEndsItsConnectionOnly() {
    assertEndsAlone(ws -> {
      ws.accept();
      ws.sendText("depth " + depth(1));
    });
  }

  private static int depth(int before) {
    return before == Integer.MAX_VALUE ? before : Math.max(before, depth(before + 1));
  }
}
