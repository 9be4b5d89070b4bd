package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.CloseReason;
import dev.parley.Json;
import dev.parley.test.HandshakeRefusedException;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path of the guide, over real sockets, against the process that a user starts. */
class GuideTest {
  private static GuideProcess guide;
  private static TestClient client;

  @BeforeAll
  static void startGuide() {
    guide = GuideProcess.start();
    client = TestClient.to(guide.uri()).deadline(Duration.ofSeconds(10));
  }

  @AfterAll
  static void stopGuide() {
    client.close();
    guide.close();
  }

  @Test
  void echoes() {
    try (var ws = client.websocket("/ws")) {
      ws.sendText("Hello");
      assertThat(ws.receiveText()).isEqualTo("Echo: Hello");
      ws.sendText("");
      assertThat(ws.receiveText()).isEqualTo("Echo: ");
    }
  }

  @Test
  void greetsWithTextAndRefusesBinary() {
    try (var ws = client.websocket("/ws/text")) {
      assertThat(ws.receiveText()).isEqualTo("Hello Client");
      ws.sendText("fine");
      ws.sendBytes(new byte[] {1});
      ws.expectClose(1003);
    }
  }

  @Test
  void answersJson() {
    try (var ws = client.websocket("/ws/json")) {
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"greeting\",\"message\":\"Hello\"}");
      ws.sendText("{\"a\":[1,null]}");
      assertThat(ws.receiveText())
          .isEqualTo("{\"type\":\"response\",\"received\":{\"a\":[1,null]}}");
      ws.sendJson(Json.object("type", "quit"));
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1000, "Goodbye"));
    }
  }

  @Test
  void closesMalformedJsonWith1007AndReason() {
    try (var ws = client.websocket("/ws/json")) {
      ws.receiveText();
      ws.sendText("{\"a");
      assertThat(ws.expectClose())
          .isEqualTo(CloseReason.of(1007, "Malformed JSON at line 1, column 4."));
    }
  }

  @Test
  void echoesBinaryAfterThreeBytes() {
    try (var ws = client.websocket("/ws/binary")) {
      assertThat(ws.receiveBytes()).containsExactly(0, 1, 2);
      ws.sendBytes(new byte[] {9, 8});
      assertThat(ws.receiveBytes()).containsExactly(9, 8);
    }
  }

  @Test
  void receivesMessagesOfAnyKind() {
    try (var ws = client.websocket("/ws/any")) {
      ws.sendText("a");
      assertThat(ws.receiveText()).isEqualTo("Text: a");
      ws.sendBytes(new byte[3]);
      assertThat(ws.receiveText()).isEqualTo("Bytes: 3");
    }
  }

  @Test
  void takesClientIdFromPathDecoded() {
    try (var ws = client.websocket("/ws/clients/J%C3%BCrgen%20Li")) {
      assertThat(ws.receiveText()).isEqualTo("Hello, J\u00fcrgen Li");
      ws.sendText("hi");
      assertThat(ws.receiveText()).isEqualTo("J\u00fcrgen Li: hi");
    }
  }

  @Test
  void joinsRoomOfQuery() {
    try (var ws = client.websocket("/ws/query?token=abc123&room=general")) {
      assertThat(ws.receiveText()).isEqualTo("Joined room: general");
    }
    try (var ws = client.websocket("/ws/query?token=abc123")) {
      assertThat(ws.receiveText()).isEqualTo("Joined room: default");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/query", "/ws/query?token=", "/ws/query?token=nope&room=general"})
  void closesBadQueryTokenWithCodeThatClientSees(String path) {
    try (var ws = client.websocket(path)) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4001, "Unauthorized"));
    }
  }

  @Test
  void refusesMissingTokenBeforeUpgradeNamingIt() {
    assertThatThrownBy(() -> client.websocket("/ws/auth/query"))
        .isInstanceOfSatisfying(
            HandshakeRefusedException.class,
            refused -> {
              assertThat(refused.response().status()).isEqualTo(422);
              assertThat(refused.response().text()).contains("\"name\":\"token\"");
            });
  }

  @Test
  void authenticatesByQuery() {
    try (var ws = client.websocket("/ws/auth/query?token=nope")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4001, "Invalid token"));
    }
    try (var ws = client.websocket("/ws/auth/query?token=abc123")) {
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"auth_success\",\"user\":\"alice\"}");
    }
  }

  @Test
  void authenticatesByFirstMessage() {
    try (var ws = client.websocket("/ws/auth/message")) {
      ws.sendText("{\"type\":\"auth\",\"token\":\"abc123\"}");
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"auth_success\",\"user\":\"alice\"}");
      ws.sendText("{\"x\":1}");
      assertThat(ws.receiveText()).isEqualTo("{\"x\":1}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"auth\",\"token\":\"nope\"}",
        "{\"type\":\"auth\"}",
        "{\"type\":\"other\",\"token\":\"abc123\"}",
        "[]",
        "7",
        "{",
        ""
      })
  void closesAnythingElseThanValidFirstMessageWith4001(String message) {
    try (var ws = client.websocket("/ws/auth/message")) {
      ws.sendText(message);
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4001, "Auth failed"));
    }
  }

  @Test
  void closesSilentClientWith4000After5Seconds() {
    long start = System.nanoTime();
    try (var ws = client.websocket("/ws/auth/message")) {
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4000, "Auth timeout"));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
  }

  @Test
  void authenticatesByCookie() {
    try (var ws = client.connect("/ws/auth/cookie").cookie("session_id", "session-alice").open()) {
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"auth_success\",\"user\":\"alice\"}");
    }
    try (var ws = client.connect("/ws/auth/cookie").cookie("session_id", "other").open()) {
      ws.expectClose(4001);
    }
    try (var ws = client.websocket("/ws/auth/cookie")) {
      ws.expectClose(4001);
    }
  }

  @Test
  void sendsToEverybodyInTheRoomAndToNobodyElse() {
    try (var alice = client.websocket("/ws/rooms/tea");
        var bob = client.websocket("/ws/rooms/tea");
        var eve = client.websocket("/ws/rooms/coffee")) {
      alice.sendText("first");
      assertThat(alice.receiveText()).isEqualTo("Room tea: first");
      bob.sendText("second");
      assertThat(bob.receiveText()).isIn("Room tea: first", "Room tea: second");
      assertThat(alice.receiveText()).isEqualTo("Room tea: second");
      eve.sendText("mine");
      assertThat(eve.receiveText()).isEqualTo("Room coffee: mine");
    }
  }

  @Test
  void keepsTheLast50MessagesOfRoomInDatabase() {
    try (var ws = client.websocket("/ws/rooms/history")) {
      for (int i = 0; i < 60; i++) {
        ws.sendText("message " + i);
        ws.receiveText();
      }
    }

    var response = client.get("/rooms/history/messages");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.as(String[].class))
        .containsExactly(
            IntStream.range(10, 60).mapToObj(i -> "message " + i).toArray(String[]::new));
    assertThat(client.get("/rooms/empty/messages").text()).isEqualTo("[]");
  }

  @Test
  void holdsNoDatabaseConnectionWhileSocketsIdle() {
    // The pool has 10 connections; more sockets than that idle in the room.
    var idle = IntStream.range(0, 20).mapToObj(_ -> client.websocket("/ws/rooms/idle")).toList();

    assertThat(client.get("/rooms/idle/messages").status()).isEqualTo(200);

    idle.forEach(ws -> ws.close());
  }

  @Test
  void pushesBroadcastIntoRoomAsItIs() {
    try (var ws = client.websocket("/ws/rooms/news")) {
      ws.sendText("joined");
      ws.receiveText();

      var response = client.post("/broadcast", Json.object("content", "News!", "room", "news"));

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("{\"status\":\"sent\"}");
      assertThat(ws.receiveText()).isEqualTo("News!");
    }
  }

  @Test
  void refusesInvalidBroadcastNamingEveryField() {
    var response = client.post("/broadcast", Json.object("content", 5));

    assertThat(response.status()).isEqualTo(422);
    assertThat(response.json().findValuesAsString("name")).containsExactly("content", "room");
  }

  @Test
  void tickerPingsWhileItAnswers() {
    try (var ws = client.websocket("/ws/ticker?seconds=1")) {
      ws.sendText("hello");
      assertThat(ws.receiveText()).isEqualTo("Received: hello");
      assertThat(ws.receiveText()).isEqualTo("Ping");
      ws.sendText("again");
      assertThat(ws.receiveText()).isEqualTo("Received: again");
      assertThat(ws.receiveText()).isEqualTo("Ping");
    }
  }

  @Test
  void refusesTickerWithoutNumber() {
    assertThatThrownBy(() -> client.websocket("/ws/ticker?seconds=soon"))
        .isInstanceOfSatisfying(
            HandshakeRefusedException.class,
            refused -> assertThat(refused.response().status()).isEqualTo(422));
  }

  @Test
  void heartbeatPingsWhileItEchoes() {
    try (var ws = client.websocket("/ws/heartbeat?seconds=1")) {
      ws.sendText("hello");
      assertThat(ws.receiveText()).isEqualTo("hello");
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"ping\"}");
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"ping\"}");
    }
  }

  @Test
  void crashClosesWith1011AndLeaksNothing() {
    try (var ws = client.websocket("/ws/crash")) {
      ws.sendText("boom");
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1011, "Internal server error."));
    }
  }

  @Test
  void forgottenAcceptWorks() {
    try (var ws = client.websocket("/ws/forgot-accept")) {
      assertThat(ws.receiveText()).isEqualTo("hi");
    }
  }

  @Test
  void servesPageAndItsSource() {
    assertThat(client.get("/").text()).contains("<title>Parley guide</title>");
    assertThat(client.get("/guide.js").header("content-type"))
        .contains("text/javascript; charset=utf-8");
    assertThat(client.get("/Guide.java").text()).contains("void main()");
    assertThat(client.get("/..%2fpom.xml").status()).isIn(400, 404);
  }
}
