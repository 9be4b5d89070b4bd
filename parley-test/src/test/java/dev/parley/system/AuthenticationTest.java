package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.CloseReason;
import dev.parley.Parley;
import dev.parley.Post;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import dev.parley.auth.FirstMessage;
import dev.parley.auth.Tickets;
import dev.parley.test.HandshakeRefusedException;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of saying who one is. */
class AuthenticationTest {
  record User(String name) {}

  static final class Routes {
    @WebSocketRoute("/me")
    void me(WebSocket ws, User user) {
      ws.sendText(user.name());
    }

    @WebSocketRoute("/maybe")
    void maybe(WebSocket ws, Optional<User> user) {
      ws.sendText(user.map(User::name).orElse("nobody"));
    }

    @Post("/tickets")
    String ticket(User user, Tickets tickets) {
      return tickets.issue(user);
    }

    @WebSocketRoute("/first")
    void first(WebSocket ws) {
      User user = FirstMessage.authenticate(ws, Duration.ofSeconds(5), AuthenticationTest::verify);
      ws.sendText(user.name());
    }
  }

  private static Optional<User> verify(String token) {
    if (token.equals("broken")) {
      throw new IllegalStateException("The user store is down.");
    }
    return token.equals("abc") ? Optional.of(new User("alice")) : Optional.empty();
  }

  private final TestClient client =
      TestClient.overTcp(
          Parley.create()
              .routes(new Routes())
              .identity(
                  User.class,
                  AuthenticationTest::verify,
                  CredentialSource.ticket(),
                  CredentialSource.subprotocol("bearer"),
                  CredentialSource.bearer(),
                  CredentialSource.cookie("session"),
                  CredentialSource.query("token")));

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void takesCredentialFromQueryCookieAndHeader() {
    try (var ws = client.websocket("/me?token=abc")) {
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
    try (var ws = client.connect("/me").cookie("session", "abc").open()) {
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
    try (var ws = client.connect("/me").header("Authorization", "bearer abc").open()) {
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
  }

  @Test
  void takesCredentialFromSubprotocolAndAnswersItsMarker() {
    try (var ws = client.connect("/me").subprotocols("bearer", "abc").open()) {
      assertThat(ws.subprotocol()).contains("bearer");
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
  }

  @Test
  void subprotocolWithoutCredentialIsNone() {
    try (var ws = client.connect("/maybe").subprotocols("chat", "bearer").open()) {
      assertThat(ws.receiveText()).isEqualTo("nobody");
    }
    try (var ws = client.connect("/maybe").subprotocols("chat").open()) {
      assertThat(ws.receiveText()).isEqualTo("nobody");
    }
  }

  @Test
  void ticketOpensOneConnection() {
    var ticket =
        client.request("POST", "/tickets").header("Authorization", "Bearer abc").send().text();

    try (var ws = client.websocket("/me?ticket=" + ticket)) {
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
    refuses("/me?ticket=" + ticket);
  }

  @Test
  void refusesMissingAndWrongCredentialsWith401() {
    refuses("/me");
    refuses("/me?token=wrong");
    refuses("/me?ticket=wrong");
    assertThat(
            client.request("POST", "/tickets").header("Authorization", "Basic abc").send().status())
        .isEqualTo(401);
    assertThat(client.request("POST", "/tickets").header("Authorization", "x").send().status())
        .isEqualTo(401);
  }

  @Test
  void handlerDecidesWhereIdentityIsOptional() {
    try (var ws = client.websocket("/maybe?token=wrong")) {
      assertThat(ws.receiveText()).isEqualTo("nobody");
    }
    try (var ws = client.websocket("/maybe?token=abc")) {
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
  }

  @Test
  void firstMessageSaysWhoItIs() {
    try (var ws = client.websocket("/first")) {
      ws.sendText("{\"type\":\"auth\",\"token\":\"abc\"}");
      assertThat(ws.receiveText()).isEqualTo("alice");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"auth\",\"token\":\"wrong\"}",
        "{\"type\":\"auth\",\"token\":\"broken\"}",
        "{\"type\":\"auth\",\"token\":5}",
        "{\"type\":\"login\",\"token\":\"abc\"}",
        "null",
        "nonsense"
      })
  void anyOtherFirstMessageIsRefused(String message) {
    try (var ws = client.websocket("/first")) {
      ws.sendText(message);
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4001, "Auth failed"));
    }
  }

  @Test
  void silenceIsRefusedAfterItsTime() {
    try (var inMemory = TestClient.of(new Routes()).override(User.class, new User("x"));
        var ws = inMemory.websocket("/first")) {
      inMemory.time().advance(Duration.ofSeconds(5));
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(4000, "Auth timeout"));
    }
  }

  private void refuses(String path) {
    assertThatThrownBy(() -> client.websocket(path))
        .isInstanceOfSatisfying(
            HandshakeRefusedException.class,
            refused -> assertThat(refused.response().status()).isEqualTo(401));
  }
}
