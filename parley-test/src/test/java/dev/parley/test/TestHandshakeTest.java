package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Acceptance;
import dev.parley.App;
import dev.parley.Json;
import dev.parley.Parley;
import dev.parley.Response;
import dev.parley.WebSocketHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a test says in a handshake, and what it sees of the answer. */
class TestHandshakeTest {
  private static App app(WebSocketHandler handler) {
    return Parley.create().websocket("/ws/{name}", handler);
  }

  @ParameterizedTest
  @EnumSource
  void sendsPathQueryHeadersAndCookies(Way way) {
    App app =
        app(ws -> {
          var handshake = ws.handshake();
          ws.sendText(ws.pathParam("name"));
          ws.sendText(handshake.rawQuery());
          ws.sendText(String.join(";", handshake.headers().all("x-one")));
          ws.sendText(handshake.cookies().toString());
          ws.sendText(handshake.header("origin").orElse("none"));
        });
    try (var client = way.to(app).header("X-One", "1").cookie("a", "1");
        var ws =
            client
                .connect("/ws/Jürgen Groß?q=ä%20b")
                .header("X-One", "2")
                .cookie("b", "2")
                .origin("http://" + host(client, way))
                .open()) {
      assertThat(ws.receiveText()).isEqualTo("Jürgen Groß");
      assertThat(ws.receiveText()).isEqualTo("q=%C3%A4%20b");
      assertThat(ws.receiveText()).isEqualTo("1;2");
      assertThat(ws.receiveText()).isEqualTo("{a=1, b=2}");
      assertThat(ws.receiveText()).startsWith("http://");
    }
  }

  private static String host(TestClient client, Way way) {
    return way == Way.IN_MEMORY ? "testserver" : "localhost:" + client.server().port();
  }

  @ParameterizedTest
  @EnumSource
  void seesTheSubprotocolAndTheHeadersOfTheAcceptance(Way way) {
    App app =
        app(ws -> {
          ws.accept(Acceptance.subprotocol("chat.v1").withHeader("X-Served-By", "node-7"));
          ws.sendText(String.join(" ", ws.handshake().subprotocols()));
        });
    try (var client = way.to(app);
        var ws = client.connect("/ws/x").subprotocols("chat.v2", "chat.v1").open()) {
      assertThat(ws.subprotocol()).contains("chat.v1");
      assertThat(ws.headers().first("x-served-by")).contains("node-7");
      assertThat(ws.receiveText()).isEqualTo("chat.v2 chat.v1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheCookiesOfTheAcceptance(Way way) {
    App app =
        app(ws -> {
          ws.accept(Acceptance.plain().withHeader("Set-Cookie", "session=s1; Path=/; HttpOnly"));
          ws.sendText(ws.handshake().cookie("session").orElse("none"));
        });
    try (var client = way.to(app);
        var first = client.websocket("/ws/x");
        var second = client.websocket("/ws/x")) {
      assertThat(first.receiveText()).isEqualTo("none");
      assertThat(second.receiveText()).isEqualTo("s1");
      assertThat(client.cookie("session")).contains("s1");
      assertThat(client.cookie("other")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsTheResponseThatRefuses(Way way) {
    App app =
        app(ws ->
            ws.deny(
                Response.status(401)
                    .withHeader("WWW-Authenticate", "Bearer")
                    .json(Json.object("detail", "Log in first"))));
    try (var client = way.to(app)) {
      assertThatThrownBy(() -> client.websocket("/ws/x"))
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.headers().first("www-authenticate")).contains("Bearer");
                assertThat(refused.text()).isEqualTo("{\"detail\":\"Log in first\"}");
                assertThat(refused.json().get("detail").asString()).isEqualTo("Log in first");
                assertThat(refused.response().status()).isEqualTo(401);
              })
          .hasMessage("The handshake for /ws/x was refused with 401 {\"detail\":\"Log in first\"}.")
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsTheExceptionBehindARefusal(Way way) {
    App app =
        app(ws -> {
          throw new IllegalStateException("boom");
        });
    try (var client = way.to(app)) {
      assertThatThrownBy(() -> client.websocket("/ws/x"))
          .isInstanceOf(HandshakeRefusedException.class)
          .hasMessageContaining("500")
          .hasMessageEndingWith("The handler threw java.lang.IllegalStateException: boom.")
          .hasRootCauseMessage("boom");
    }
  }

  @ParameterizedTest
  @EnumSource
  void requiresARefusal(Way way) {
    App app =
        app(ws -> {
          throw new IllegalStateException("boom");
        });
    try (var client = way.to(app)) {
      assertThat(client.connect("/ws/x").expectRefusal(500).text()).doesNotContain("boom");
      assertThatThrownBy(() -> client.connect("/ws/x").expectRefusal(403))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith(
              "Expected the handshake for /ws/x to be refused with 403, got 500")
          .hasRootCauseMessage("boom");
      assertThat(client.connect("/nowhere").expectRefusal(404).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatAnAcceptanceWasNotRefused(Way way) {
    App app = app(ws -> ws.receive());
    try (var client = way.to(app)) {
      assertThatThrownBy(() -> client.connect("/ws/x").expectRefusal(403))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("got 101");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheHandlerDoesNotAnswer(Way way) {
    App app =
        app(ws -> {
          while (ws.closeReason().isEmpty()) {
            Thread.onSpinWait();
          }
        });
    try (var client = way.to(app).deadline(Way.IN_VAIN)) {
      assertThatThrownBy(() -> client.websocket("/ws/x"))
          .isInstanceOf(AssertionError.class)
          .hasMessage("Awaited the answer to GET /ws/x for 200 ms in vain. Nothing had arrived.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void offersSeveralSubprotocolsInOrder(Way way) {
    App app = app(ws -> ws.sendJson(ws.handshake().subprotocols()));
    try (var client = way.to(app);
        var ws = client.connect("/ws/x").subprotocols("a", "b").subprotocols("c").open()) {
      assertThat(ws.receiveText()).isEqualTo("[\"a\",\"b\",\"c\"]");
      assertThat(ws.subprotocol()).isEmpty();
    }
  }
}
