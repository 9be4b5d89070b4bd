package dev.parley.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import dev.parley.Acceptance;
import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.ErrorReply;
import dev.parley.HttpException;
import dev.parley.Message;
import dev.parley.Response;
import dev.parley.WebSocket;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketException;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A2: acceptance and denial. */
class AcceptAndDenyTest {
  // 23
  @Test
  void acceptsWithTheFirstReceive() {
    try (var client = Serving.of(ws -> ws.sendText("got " + ws.receiveText()));
        var ws = client.websocket("/ws")) {
      ws.sendText("it");

      assertThat(ws.receiveText()).isEqualTo("got it");
    }
  }

  // 23, 53
  @Test
  void acceptsWithTheFirstSend() {
    try (var client = Serving.of(ws -> ws.sendText("hi"));
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("hi");
    }
  }

  // 24
  @Test
  void acceptsWithNothingMoreUnlessAsked() {
    try (var client = Serving.of(WebSocket::accept);
        var ws = client.connect("/ws").subprotocols("a").open()) {
      assertThat(ws.subprotocol()).isEmpty();
      assertThat(ws.headers().fields().stream().map(Map.Entry::getKey))
          .containsExactlyInAnyOrder("upgrade", "connection", "sec-websocket-accept", "date");
    }
  }

  // 24, 25
  @Test
  void addsHeadersBehindTheDefaultsAndRepeatsThem() {
    var acceptance =
        Acceptance.subprotocol("chat")
            .withHeader("Set-Cookie", "a=1")
            .withHeader("Set-Cookie", "b=2")
            .withHeader("Server", "mine");
    try (var client = Serving.of(ws -> ws.accept(acceptance));
        var ws = client.connect("/ws").subprotocols("x", "chat").open()) {
      assertThat(ws.subprotocol()).contains("chat");
      assertThat(ws.headers().all("set-cookie")).containsExactly("a=1", "b=2");
      assertThat(ws.headers().first("server")).contains("mine");
      assertThat(ws.headers().fields().getLast().getKey()).isEqualTo("server");
    }
  }

  // 26, 27
  @ParameterizedTest
  @CsvSource({
    "X-Bad, 'a\r\nX-Evil: b'",
    "X-Bad, 'a\nb'",
    "Sec-WebSocket-Protocol, chat",
    "Sec-WebSocket-Accept, abc",
    "Connection, close",
    "Upgrade, h2c",
    "'Not A Token', x"
  })
  void refusesHeadersThatWouldBreakTheAnswer(String name, String value) {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          try {
            ws.accept(Acceptance.plain().withHeader(name, value));
          } catch (IllegalArgumentException refused) {
            seen.add(refused);
            throw refused;
          }
        })) {
      client.connect("/ws").expectRefusal(500);

      assertThat(seen.isEmpty()).isFalse();
    }
  }

  // 28
  @Test
  void namesTheRuleWhenAcceptedTwice() {
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              ws.accept();
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectFailure(IllegalStateException.class))
          .hasMessage(
              "The handshake has been answered already; accept() comes first or not at all.");
      assertThat(ws.expectClose(1011).reason()).isEqualTo("Internal server error.");
    }
  }

  // 29
  @Test
  void deliversACloseBeforeAcceptance() {
    try (var client = Serving.of(ws -> ws.close(4001, "Unauthorized"));
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4001, "Unauthorized"));
    }
  }

  // 29, 36
  @Test
  void deniesWithAResponse() {
    try (var client =
        Serving.of(
            ws -> ws.deny(Response.status(401).withHeader("X-Why", "no token").text("Log in")))) {
      var answer = client.connect("/ws").expectRefusal(401);

      assertThat(answer.header("x-why")).contains("no token");
      assertThat(answer.text()).isEqualTo("Log in");
    }
  }

  // 29
  @Test
  void deniesWithAStatusAndADetail() {
    try (var client = Serving.of(ws -> ws.deny(403, "Not you"))) {
      assertThat(client.connect("/ws").expectRefusal(403).text())
          .isEqualTo("{\"detail\":\"Not you\"}");
    }
  }

  // 30
  @Test
  void goesOnWithTheHandlerBehindADenial() throws InterruptedException {
    var seen = new Seen<Message>();
    try (var client =
        Serving.of(ws -> {
          ws.deny(403, "No");
          seen.add(ws.receive());
          seen.add(ws.receive());
        })) {
      client.connect("/ws").expectRefusal(403);

      var end = new Message.Disconnect(CloseReason.of(1006, ""));
      assertThat(seen.next()).isEqualTo(end);
      assertThat(seen.next()).isEqualTo(end);
    }
  }

  // 31
  @Test
  void deliversTheCodeOfAWebSocketExceptionBeforeAcceptance() {
    try (var client =
            Serving.of(ws -> {
              throw new WebSocketException(4003, "Not in this room");
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4003, "Not in this room"));
    }
  }

  // 31
  @Test
  void mapsAWebSocketExceptionToAStatusWhereTheApplicationSaysSo() {
    App app =
        Serving.app(
                ws -> {
                  throw new WebSocketException(4003, "Not in this room");
                })
            .onError(
                WebSocketException.class,
                thrown -> new ErrorReply(403, 4003, thrown.closeReason().reason()));
    try (var client = TestClient.overTcp(app)) {
      assertThat(client.connect("/ws").expectRefusal(403).text()).contains("Not in this room");
    }
  }

  // 32
  @Test
  void acceptsAndClosesWith1000WhereTheHandlerDoesNothing() {
    try (var client = Serving.of(ws -> {});
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1000, ""));
    }
  }

  // 33
  @Test
  void answersACrashBeforeAcceptanceWith500AndTellsNothing() {
    try (var log = new RecordedLog();
        var client =
            Serving.of(ws -> {
              throw new IllegalStateException("secret detail");
            })) {
      var answer = client.connect("/ws").expectRefusal(500);

      assertThat(answer.text()).isEqualTo("{\"detail\":\"Internal Server Error\"}");
      assertThat(answer.headers().toString()).doesNotContain("secret");
      assertThat(log.messages(Level.ERROR)).hasSize(1);
      assertThat(log.events())
          .anyMatch(event ->
              event.getThrowableProxy() != null
                  && "secret detail".equals(event.getThrowableProxy().getMessage()));
    }
  }

  // 34
  @Test
  void answersAnHttpExceptionBeforeAcceptanceWithItsStatus() {
    try (var client =
        Serving.of(ws -> {
          throw new HttpException(401, "Log in first").withHeader("WWW-Authenticate", "Bearer");
        })) {
      var answer = client.connect("/ws").expectRefusal(401);

      assertThat(answer.text()).isEqualTo("{\"detail\":\"Log in first\"}");
      assertThat(answer.header("www-authenticate")).contains("Bearer");
    }
  }

  // 34
  @Test
  void omitsTheBodyOfAStatusThatHasNone() {
    try (var client =
            Serving.of(ws -> {
              throw new HttpException(304, "Nothing new");
            });
        var raw = client.raw()) {
      raw.sendPlain(Serving.handshake("/ws"));

      assertThat(raw.receiveResponse().status()).isEqualTo(304);
      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
      assertThat(catchThrowable(() -> raw.receiveBytes(1)))
          .hasMessageContaining("Nothing had arrived");
    }
  }

  // 35
  @ParameterizedTest
  @CsvSource({"400, 1008", "404, 1008", "401, 4401", "403, 4403", "500, 1011", "503, 1011"})
  void closesWithACodeForAnHttpExceptionAfterAcceptance(int status, int code) {
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              throw new HttpException(status, "So it is");
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(code, "So it is"));
    }
  }

  // 36
  @ParameterizedTest
  @ValueSource(ints = {300, 302, 400, 418, 451, 500, 599})
  void deniesWithAnyStatusThatRefuses(int status) {
    try (var client = Serving.of(ws -> ws.deny(Response.status(status).text("x".repeat(70_000))))) {
      assertThat(client.connect("/ws").expectRefusal(status).text()).hasSize(70_000);
    }
  }

  // 37
  @Test
  void addsTheContentLength() {
    try (var client = Serving.of(ws -> ws.deny(Response.status(404)))) {
      assertThat(client.connect("/ws").expectRefusal(404).header("content-length")).contains("0");
    }
  }

  // 38
  @ParameterizedTest
  @ValueSource(ints = {99, 100, 101, 200, 204, 600})
  void answers500ForADenialWithAStatusThatCannotRefuse(int status) throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          try {
            ws.deny(Response.status(status));
          } catch (IllegalArgumentException wrong) {
            seen.add(wrong);
            throw wrong;
          }
        })) {
      client.connect("/ws").expectRefusal(500);

      assertThat(seen.next()).hasMessageContaining("Status is " + status + ";");
    }
  }

  // 39
  @Test
  void namesTheRuleWhenDeniedAfterAcceptance() {
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              ws.deny(403, "Too late");
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectFailure(IllegalStateException.class))
          .hasMessage(
              "The handshake has been answered already; deny(...) comes first or not at all.");
      assertThat(ws.expectClose(1011).reason()).doesNotContain("Too late");
    }
  }

  // 39
  @Test
  void namesTheRuleWhenDeniedTwice() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          ws.deny(403, "No");
          seen.add(catchThrowable(() -> ws.deny(404, "Never")));
          seen.add(catchThrowable(ws::accept));
          seen.add(catchThrowable(() -> ws.sendText("hi")));
          ws.close(4000, "Nothing to close");
        })) {
      assertThat(client.connect("/ws").expectRefusal(403).text()).contains("No");

      for (int i = 0; i < 3; i++) {
        assertThat(seen.next())
            .isInstanceOfAny(IllegalStateException.class, WebSocketClosedException.class);
      }
    }
  }

  // 43, 177
  @Test
  void answersWithWhatTheApplicationMapsAnExceptionTo() {
    App app =
        Serving.app(
                ws -> {
                  throw new NoSuchElementException("No such teapot");
                })
            .onError(
                NoSuchElementException.class,
                missing -> new ErrorReply(418, 4018, String.valueOf(missing.getMessage())));
    try (var client = TestClient.overTcp(app)) {
      assertThat(client.connect("/ws").expectRefusal(418).text())
          .isEqualTo("{\"detail\":\"No such teapot\"}");
    }
  }

  // 191
  @Test
  void choosesNoSubprotocolByItself() {
    try (var client = Serving.of(ws -> ws.sendText("hi"));
        var ws = client.connect("/ws").subprotocols("a", "b").open()) {
      assertThat(ws.subprotocol()).isEmpty();
    }
  }

  // 192
  @Test
  void refusesASubprotocolThatWasNotOffered() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
        Serving.of(ws -> {
          seen.add(catchThrowable(() -> ws.accept(Acceptance.subprotocol("c"))));
          ws.accept(Acceptance.subprotocol("b"));
        })) {
      try (var ws = client.connect("/ws").subprotocols("a").subprotocols("b").open()) {
        assertThat(ws.subprotocol()).contains("b"); // 194
      }
      assertThat(seen.next())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Subprotocol 'c' was not offered by the client.");
    }
  }
}
