package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.WebSocket;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a test does with a WebSocket, in memory and over TCP alike. */
class TestWebSocketTest {
  private record Point(int x, int y) {}

  private static App app(WebSocketHandler handler) {
    return Parley.create().websocket("/ws", handler);
  }

  private static void echo(WebSocket ws) {
    for (var message : ws.messages()) {
      switch (message) {
        case Message.Text(var text) -> ws.sendText(text);
        case Message.Binary(var bytes) -> ws.sendBytes(bytes);
        case Message.Disconnect end -> throw new IllegalStateException("Never iterated over.");
      }
    }
  }

  // --- messages ---

  @ParameterizedTest
  @EnumSource
  void exchangesEveryKindOfMessage(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var ws = client.websocket("/ws")) {
      ws.sendText("Grüße, 世界");
      ws.sendBytes(new byte[] {0, 1, 2});
      ws.sendJson(new Point(1, 2));
      ws.sendJson(new Point(3, 4));
      ws.sendText("");

      assertThat(ws.receiveText()).isEqualTo("Grüße, 世界");
      assertThat(ws.receiveBytes()).containsExactly(0, 1, 2);
      assertThat(ws.receiveJson().get("y").asInt()).isEqualTo(2);
      assertThat(ws.receive(Point.class)).isEqualTo(new Point(3, 4));
      assertThat(ws.receive()).isEqualTo(new Message.Text(""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void putsALargeMessageTogether(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var ws = client.websocket("/ws")) {
      String large = "ä".repeat(200_000);
      ws.sendText(large);

      assertThat(ws.receiveText()).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @EnumSource
  void putsFragmentsTogether(Way way) {
    App app =
        app(ws -> {
          try (var out = ws.sendStream()) {
            out.write(new byte[] {1, 2});
            out.flush();
            out.write(new byte[] {3});
          }
          ws.receive();
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveBytes()).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivesWhatWasSentBeforeTheClose(Way way) {
    App app =
        app(ws -> {
          for (int i = 0; i < 100; i++) {
            ws.sendText("" + i);
          }
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      for (int i = 0; i < 100; i++) {
        assertThat(ws.receiveText()).isEqualTo("" + i);
      }
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1000, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivesFromSeveralConnectionsAtOnce(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var first = client.websocket("/ws");
        var second = client.websocket("/ws")) {
      first.sendText("one");
      second.sendText("two");

      assertThat(second.receiveText()).isEqualTo("two");
      assertThat(first.receiveText()).isEqualTo("one");
      assertThat(client.server().connections()).isEqualTo(2);
    }
  }

  // --- waits in vain ---

  @ParameterizedTest
  @EnumSource
  void saysWhatWasAwaitedWhatHadArrivedAndWhereTheHandlerIs(Way way) {
    App app =
        app(ws -> {
          ws.sendText("Hello");
          ws.sendBytes(new byte[] {7, 8});
          ws.receiveText();
        });
    try (var client = way.to(app).deadline(Way.IN_VAIN);
        var ws = client.websocket("/ws")) {
      ws.receiveText();
      ws.receiveBytes();

      assertThatThrownBy(ws::receiveText)
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith(
              "Awaited a text message on /ws for 200 ms in vain; the connection is open."
                  + " What had arrived before: text \"Hello\", binary of 2 bytes (07 08)."
                  + " Its handler is at dev.parley.test.TestWebSocketTest.")
          .hasMessageEndingWith("in receiveText().");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNothingHadArrived(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(() -> ws.receiveBytes(Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "Awaited a binary message on /ws for 50 ms in vain; the connection is open."
                  + " Nothing had arrived.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingToAWaitInVain(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var ws = client.websocket("/ws")) {
      assertThat(catchThrowable(() -> ws.receiveText(Duration.ofMillis(20))))
          .isInstanceOf(AssertionError.class);
      ws.sendText("later");

      assertThat(ws.receiveText()).isEqualTo("later");
    }
  }

  @ParameterizedTest
  @EnumSource
  void requiresThatNothingComes(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var ws = client.websocket("/ws")) {
      ws.expectNothing(Duration.ofMillis(50));
      ws.sendText("something");

      assertThatThrownBy(() -> ws.expectNothing(Duration.ofSeconds(5)))
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected nothing for 5 s on /ws, got text \"something\".");
    }
  }

  // --- another message than expected ---

  @ParameterizedTest
  @EnumSource
  void saysThatTheKindOfTheMessageIsAnother(Way way) {
    try (var client = way.to(app(TestWebSocketTest::echo));
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[20]);
      ws.sendText("x".repeat(100));
      ws.sendText("no JSON");
      ws.sendText("[]");

      assertThatThrownBy(ws::receiveText)
          .hasMessage(
              "Expected a text message on /ws, got binary of 20 bytes (00 00 00 00 00 00 00 00"
                  + " 00 00 00 00 00 00 00 00 ...).");
      assertThatThrownBy(ws::receiveBytes)
          .hasMessage("Expected a binary message on /ws, got text \"" + "x".repeat(80) + "...\".");
      assertThatThrownBy(ws::receiveJson)
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected the message on /ws to be JSON, got \"no JSON\".");
      assertThatThrownBy(() -> ws.receive(Point.class))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("Expected another shape of the message on /ws, got []:");
    }
  }

  // --- the end by the server ---

  @ParameterizedTest
  @EnumSource
  void throwsTheCloseOfTheServer(Way way) {
    try (var client = way.to(app(ws -> ws.close(4001, "Unauthorized")));
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(ws::receiveText)
          .isInstanceOfSatisfying(
              WebSocketClosedException.class,
              closed ->
                  assertThat(closed.closeReason()).isEqualTo(CloseReason.of(4001, "Unauthorized")));
      assertThat(ws.receive())
          .isEqualTo(new Message.Disconnect(CloseReason.of(4001, "Unauthorized")));
      assertThat(ws.closeReason()).contains(CloseReason.of(4001, "Unauthorized"));
      assertThat(ws).hasToString("/ws closed with 4001 Unauthorized");
      assertThatThrownBy(() -> ws.sendText("too late"))
          .isInstanceOf(WebSocketClosedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void requiresACloseCode(Way way) {
    try (var client = way.to(app(ws -> ws.close(4001, "No")));
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(() -> ws.expectClose(1000))
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected /ws to be closed with 1000, got 4001 No.");
      assertThat(ws.expectClose(4001).reason()).isEqualTo("No");
    }
  }

  @ParameterizedTest
  @EnumSource
  void requiresTheCloseBeforeAnyMessage(Way way) {
    try (var client = way.to(app(ws -> ws.sendText("not yet")));
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(ws::expectClose)
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected the close on /ws, got text \"not yet\".");
    }
  }

  // --- the end by the test ---

  @ParameterizedTest
  @EnumSource
  void leavesWith1000AndWaitsForTheHandler(Way way) throws InterruptedException {
    BlockingQueue<CloseReason> seen = new ArrayBlockingQueue<>(1);
    App app =
        app(ws -> {
          if (ws.receive() instanceof Message.Disconnect(var reason)) {
            seen.add(reason);
          }
        });
    try (var client = way.to(app)) {
      try (var ws = client.websocket("/ws")) {
        assertThat(ws).hasToString("/ws open");
      }
      assertThat(seen.poll()).isEqualTo(CloseReason.of(1000, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesWithACodeOfItsOwn(Way way) {
    BlockingQueue<CloseReason> seen = new ArrayBlockingQueue<>(1);
    App app =
        app(ws -> {
          if (ws.receive() instanceof Message.Disconnect(var reason)) {
            seen.add(reason);
          }
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      ws.close(3000, "Bye");
      ws.awaitHandler();

      assertThat(seen.poll()).isEqualTo(CloseReason.of(3000, "Bye"));
      assertThatIllegalArgumentException().isThrownBy(() -> ws.close(1005, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutsTheLineSoThatTheHandlerSees1006(Way way) {
    BlockingQueue<CloseReason> seen = new ArrayBlockingQueue<>(1);
    App app =
        app(ws -> {
          ws.sendText("ready");
          if (ws.receive() instanceof Message.Disconnect(var reason)) {
            seen.add(reason);
          }
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      ws.receiveText();
      ws.cut();
      ws.awaitHandler();

      assertThat(seen.poll()).isEqualTo(CloseReason.of(1006, ""));
    }
  }

  // --- exceptions of handlers ---

  @ParameterizedTest
  @EnumSource
  void throwsInTheTestWhatTheHandlerThrew(Way way) {
    var failure = new IOException("The disk is full.");
    App app =
        app(ws -> {
          ws.receiveText();
          throw failure;
        });
    try (var client = way.to(app)) {
      assertThatThrownBy(
              () -> {
                try (var ws = client.websocket("/ws")) {
                  ws.sendText("go");
                  ws.receiveText();
                }
              })
          .isSameAs(failure);
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsWhenTheBlockIsLeftWhatNobodyHasSeen(Way way) {
    App app =
        app(ws -> {
          ws.receive();
          throw new IllegalStateException("boom");
        });
    try (var client = way.to(app)) {
      var ws = client.websocket("/ws");

      assertThatThrownBy(ws::close).isInstanceOf(IllegalStateException.class).hasMessage("boom");
      assertThatCode(ws::close).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesACrashForExpectedWhereTheTestExpects1011(Way way) {
    App app =
        app(ws -> {
          throw new IllegalStateException(ws.receiveText());
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      ws.sendText("secret");

      assertThat(ws.expectClose(1011).reason()).doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @EnumSource
  void returnsTheFailureThatTheTestExpects(Way way) {
    App app =
        app(ws -> {
          throw new IllegalStateException(ws.receiveText());
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      ws.sendText("boom");

      assertThat(ws.expectFailure(IllegalStateException.class)).hasMessage("boom");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheExpectedFailureDidNotCome(Way way) {
    try (var client = way.to(app(ws -> ws.sendText("done")));
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(() -> ws.expectFailure(IOException.class))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "Expected the handler of /ws to throw java.io.IOException. Its handler has ended.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatAnotherFailureCame(Way way) {
    App app =
        app(ws -> {
          ws.accept();
          throw new IllegalStateException("boom");
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(() -> ws.expectFailure(IOException.class))
          .isInstanceOf(AssertionError.class)
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsTheFailureBehindAnUnexpectedClose(Way way) {
    App app =
        app(ws -> {
          ws.accept();
          throw new IllegalStateException("boom");
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      assertThatThrownBy(() -> ws.expectClose(1000))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("got 1011")
          .hasRootCauseMessage("boom");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesAnUncaughtCloseForANormalEnd(Way way) {
    App app =
        app(ws -> {
          while (true) {
            ws.sendText("Echo: " + ws.receiveText());
          }
        });
    try (var client = way.to(app);
        var ws = client.websocket("/ws")) {
      ws.sendText("Hello");

      assertThat(ws.receiveText()).isEqualTo("Echo: Hello");
    }
  }

  // --- handlers that do not end ---

  @ParameterizedTest
  @EnumSource
  void saysWhichHandlerDoesNotEnd(Way way) {
    var release = new CountDownLatch(1);
    App app =
        app(
                ws -> {
                  ws.receive();
                  awaitUninterrupted(release);
                })
            .config(config -> config.disconnectGrace(Duration.ofMillis(1)));
    try (var client = way.to(app).deadline(Way.IN_VAIN)) {
      var ws = client.websocket("/ws");

      assertThatThrownBy(ws::close)
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith(
              "Awaited the end of the handler of /ws for 201 ms in vain. Its handler is at"
                  + " dev.parley.test.TestWebSocketTest.awaitUninterrupted(");
      release.countDown();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (true) {
      try {
        if (latch.await(10, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException ignored) {
        // It does not want to end.
      }
    }
  }
}
