package dev.parley.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.Acceptance;
import dev.parley.CloseReason;
import dev.parley.WebSocket;
import dev.parley.WebSocket.State;
import dev.parley.WebSocketClosedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A6: states and misuse. */
class StateTest {
  // 88, 89
  @Test
  void goesFromConnectingToOpenToClosingToClosed() throws InterruptedException {
    var states = new Seen<State>();
    var answered = new CountDownLatch(1);
    try (var client =
            Serving.of(ws -> {
              states.add(ws.state());
              ws.accept();
              states.add(ws.state());
              ws.close();
              states.add(ws.state());
              answered.await();
              while (ws.state() != State.CLOSED) {
                Thread.onSpinWait();
              }
              states.add(ws.state());
            });
        var raw = client.raw("/ws")) {
      assertThat(raw.awaitClose().code()).isEqualTo(1000);
      raw.sendHex("88 82 00000000 03e8"); // close 1000
      answered.countDown();

      assertThat(states.next()).isEqualTo(State.CONNECTING);
      assertThat(states.next()).isEqualTo(State.OPEN);
      assertThat(states.next()).isEqualTo(State.CLOSING);
      assertThat(states.next()).isEqualTo(State.CLOSED);
    }
  }

  // 89
  @Test
  void isClosedByADenial() throws InterruptedException {
    var states = new Seen<State>();
    try (var client =
        Serving.of(ws -> {
          ws.deny(403, "No");
          states.add(ws.state());
        })) {
      client.connect("/ws").expectRefusal(403);

      assertThat(states.next()).isEqualTo(State.CLOSED);
    }
  }

  // 90, 95
  @Test
  void letsAHandlerCatchAMistakeAndGoOn() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              seen.add(catchThrowable(() -> ws.close(1005, "")));
              seen.add(catchThrowable(() -> ws.accept(Acceptance.subprotocol("x"))));
              ws.accept();
              seen.add(catchThrowable(ws::accept));
              seen.add(catchThrowable(() -> ws.deny(403, "No")));
              seen.add(catchThrowable(() -> ws.every(Duration.ZERO, () -> {})));
              ws.sendText("usable");
            });
        var ws = client.websocket("/ws")) {
      assertThat(seen.next()).isInstanceOf(IllegalArgumentException.class);
      assertThat(seen.next()).isInstanceOf(IllegalArgumentException.class);
      assertThat(seen.next()).isInstanceOf(IllegalStateException.class);
      assertThat(seen.next()).isInstanceOf(IllegalStateException.class);
      assertThat(seen.next())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("period is PT0S; expected 1 ms or more.");
      assertThat(ws.receiveText()).isEqualTo("usable");
    }
  }

  // 91
  @RepeatedTest(20)
  void followsTheNetworkInAHandlerThatOnlySends() throws InterruptedException {
    var seen = new Seen<CloseReason>();
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              while (ws.isOpen()) {
                Thread.onSpinWait();
              }
              seen.add(ws.closeReason().orElseThrow());
            });
        var ws = client.websocket("/ws")) {
      ws.close(3000, "Bye");

      assertThat(seen.next()).isEqualTo(CloseReason.of(3000, "Bye"));
    }
  }

  // 91, C4
  @Test
  void endsTheWaitsOfAHandlerThatOnlySends() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          ws.sendText("hi");
          seen.add(catchThrowable(() -> ws.sleep(Duration.ofHours(1))));
        })) {
      client.websocket("/ws").close();

      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class, closed -> assertThat(closed.code()).isEqualTo(1000));
    }
  }

  // 91
  @Test
  void interruptsTheJdksWaitsOfAHandlerThatOnlySends() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          ws.sendText("hi");
          seen.add(catchThrowable(() -> Thread.sleep(Duration.ofHours(1))));
          throw new InterruptedException();
        })) {
      client.websocket("/ws").close();

      assertThat(seen.next()).isInstanceOf(InterruptedException.class);
    }
  }

  // 91
  @Test
  void interruptsABusyHandlerOnceItsGraceIsOver() throws InterruptedException {
    var seen = new Seen<Object>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              seen.add("busy");
              seen.add(catchThrowable(() -> Thread.sleep(Duration.ofHours(1))));
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("go");
      seen.next();
      ws.close(1000, "");
      client.time().advance(Duration.ofSeconds(4));
      assertThat(seen.isEmpty()).isTrue();
      client.time().advance(Duration.ofSeconds(3));

      assertThat(seen.next()).isInstanceOf(InterruptedException.class);
    }
  }

  // 92
  @Test
  void isComparedByIdentity() throws InterruptedException {
    var seen = new Seen<WebSocket>();
    WebSocket one;
    try (var client = Serving.of(seen::add);
        var first = client.websocket("/ws");
        var second = client.websocket("/ws")) {
      first.expectClose();
      second.expectClose();
      one = seen.next();
      var two = seen.next();
      var set = new HashSet<WebSocket>();
      set.add(one);
      set.add(two);
      set.add(one);

      assertThat(set).hasSize(2);
      assertThat(one.id()).isNotEqualTo(two.id()).matches("[A-Za-z0-9_-]{16,}");
    }
    assertThat(one).hasToString("WebSocket " + one.id() + " CLOSED");
  }

  // 93
  @Test
  void tellsWhatTheHandshakeAskedFor() throws InterruptedException {
    var seen = new Seen<String>();
    try (var client =
            Serving.of(ws -> {
              seen.add(ws.handshake().header("X-NAME").orElseThrow());
              seen.add(ws.handshake().headers().all("x-name").toString());
              seen.add(ws.handshake().queryParams().toString());
              seen.add(ws.queryParam("a", Integer.class).orElseThrow().toString());
              seen.add(ws.handshake().cookies().toString());
            });
        var ws =
            client
                .connect("/ws?a=1&b=x&a=2")
                .header("X-Name", "one")
                .header("x-name", "two")
                .cookie("k", "v")
                .open()) {
      assertThat(seen.next()).isEqualTo("one");
      assertThat(seen.next()).isEqualTo("[one, two]");
      assertThat(seen.next()).isEqualTo("{a=[1, 2], b=[x]}");
      assertThat(seen.next()).isEqualTo("2");
      assertThat(seen.next()).isEqualTo("{k=v}");
      assertThat(ws.expectClose().code()).isEqualTo(1000);
    }
  }
}
