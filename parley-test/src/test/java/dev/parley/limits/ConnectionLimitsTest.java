package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.Parley;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import dev.parley.auth.FirstMessage;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import dev.parley.test.TestResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How many connections, and how often. */
class ConnectionLimitsTest {
  record User(String name) {}

  record Session(String name, long nonce) implements Principal {
    @Override
    public String getName() {
      return name;
    }
  }

  private static App echo(UnaryOperator<Limits.Builder> limits) {
    return Parley.create()
        .websocket(
            "/ws",
            ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            })
        .config(config -> config.limits(limits));
  }

  private static void expectRefusal(TestResponse response, int status, String detail) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("retry-after")).contains("1");
    assertThat(response.json().path("detail").asString()).isEqualTo(detail);
  }

  private static void awaitConnections(TestClient client, int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (client.server().connections() != count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(client.server().connections()).isEqualTo(count);
  }

  @Test
  void refusesMoreConnectionsOfOneAddressWith429() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxConnectionsPerAddress(2)));
        var first = client.websocket("/ws");
        var second = client.websocket("/ws")) {
      var refused = client.connect("/ws").expectRefusal(429);

      expectRefusal(refused, 429, "There are too many connections of your address.");
      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_ADDRESS)).isEqualTo(1);
      first.sendText("still");
      assertThat(first.receiveText()).isEqualTo("still");
      assertThat(client.server().connections()).isEqualTo(2);
      second.close(1000, "");
    }
  }

  @Test
  void givesThePlaceOfAnEndedConnectionToTheNext() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxConnectionsPerAddress(1)))) {
      for (int i = 0; i < 3; i++) {
        var ws = client.websocket("/ws");
        ws.cut();
        awaitConnections(client, 0);
      }

      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_ADDRESS)).isZero();
    }
  }

  static final class Limited {
    @WebSocketRoute(value = "/one", maxConnections = 1)
    void one(WebSocket ws) {
      ws.receive();
    }

    @WebSocketRoute("/two")
    void two(WebSocket ws) {
      ws.receive();
    }

    @WebSocketRoute("/room/{name}")
    void rooms(WebSocket ws) {
      ws.receive();
    }
  }

  @Test
  void refusesMoreConnectionsOfARouteWith503() {
    var app = Parley.create().routes(new Limited()).maxConnections(2);
    try (var client = TestClient.overTcp(app);
        var _ = client.websocket("/one");
        var _ = client.websocket("/two");
        var _ = client.websocket("/two");
        var _ = client.websocket("/room/a");
        var _ = client.websocket("/room/b")) {
      for (var path : new String[] {"/one", "/two", "/room/c"}) {
        expectRefusal(
            client.connect(path).expectRefusal(503), 503, "This path has too many connections.");
      }

      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_ROUTE)).isEqualTo(3);
    }
  }

  @Test
  void limitsTheRoutesOfAGroupAndAnInnerOneOtherwise() {
    var app =
        Parley.create()
            .router(
                "/a",
                group ->
                    group
                        .maxConnections(1)
                        .websocket("", WebSocket::receive)
                        .router(
                            "/b",
                            inner -> inner.maxConnections(2).websocket("", WebSocket::receive)))
            .websocket("/c", WebSocket::receive);
    try (var client = TestClient.overTcp(app);
        var _ = client.websocket("/a");
        var _ = client.websocket("/a/b");
        var _ = client.websocket("/a/b");
        var _ = client.websocket("/c");
        var _ = client.websocket("/c")) {
      client.connect("/a").expectRefusal(503);
      client.connect("/a/b").expectRefusal(503);
      client.websocket("/c").cut();
    }
  }

  static final class Senseless {
    @WebSocketRoute(value = "/ws", maxConnections = 0)
    void serve(WebSocket ws) {
      ws.receive();
    }
  }

  @Test
  void refusesALimitThatLeavesNoConnection() {
    var app = Parley.create().routes(new Senseless());

    assertThatThrownBy(app::start)
        .hasMessageContaining("maxConnections is 0; expected at least 1.");
  }

  private static App identified(UnaryOperator<Limits.Builder> limits) {
    return Parley.create()
        .identity(
            User.class, token -> Optional.of(new User(token)), CredentialSource.query("token"))
        .identity(
            Session.class,
            token -> Optional.of(new Session(token, System.nanoTime())),
            CredentialSource.query("session"))
        .websocket(
            "/user",
            ws -> {
              ws.sendText(ws.dependency(User.class).name());
              ws.receive();
            })
        .websocket(
            "/session",
            ws -> {
              ws.dependency(Session.class);
              ws.dependency(Session.class);
              ws.receive();
            })
        .websocket(
            "/first",
            ws -> {
              FirstMessage.authenticate(
                  ws, Duration.ofSeconds(5), token -> Optional.of(new User(token)));
              ws.sendText("welcome");
              ws.receive();
            })
        .config(config -> config.limits(limits));
  }

  @Test
  void refusesMoreConnectionsOfOneUserWith429() {
    try (var client = TestClient.overTcp(identified(limits -> limits.maxConnectionsPerUser(1)));
        var ann = client.websocket("/user?token=ann");
        var bob = client.websocket("/user?token=bob")) {
      assertThat(ann.receiveText()).isEqualTo("ann");
      assertThat(bob.receiveText()).isEqualTo("bob");

      var refused = client.connect("/user?token=ann").expectRefusal(429);

      expectRefusal(refused, 429, "You have too many connections.");
      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_USER)).isEqualTo(1);
      ann.cut();
      awaitConnections(client, 1);
      client.websocket("/user?token=ann").cut();
    }
  }

  @Test
  void knowsAPrincipalByItsName() {
    try (var client = TestClient.overTcp(identified(limits -> limits.maxConnectionsPerUser(1)));
        var _ = client.websocket("/session?session=ann")) {
      client.connect("/session?session=ann").expectRefusal(429);
      client.websocket("/session?session=bob").cut();
    }
  }

  @Test
  void closesWith1008WhoSaysTooLateThatTheyHaveEnough() {
    try (var client = TestClient.overTcp(identified(limits -> limits.maxConnectionsPerUser(1)));
        var first = client.websocket("/first");
        var second = client.websocket("/first")) {
      first.sendText("{\"type\": \"auth\", \"token\": \"ann\"}");
      assertThat(first.receiveText()).isEqualTo("welcome");
      second.sendText("{\"type\": \"auth\", \"token\": \"ann\"}");

      assertThat(second.expectClose(1008).reason()).isEqualTo("You have too many connections.");
    }
  }

  @Test
  void refusesHandshakesAboveTheRateOfAnAddressWith429() {
    try (var client =
        TestClient.overTcp(echo(limits -> limits.maxHandshakesPerSecondPerAddress(2)))) {
      client.time().stop();
      client.websocket("/ws").cut();
      client.websocket("/ws").cut();

      expectRefusal(
          client.connect("/ws").expectRefusal(429), 429, "Your address connects too often.");
      assertThat(client.server().limitHits(Limit.HANDSHAKES_PER_ADDRESS)).isEqualTo(1);

      client.time().advance(Duration.ofMillis(500));
      client.websocket("/ws").cut();
      client.connect("/ws").expectRefusal(429);
    }
  }

  @Test
  void cutsOffAnAddressThatGoesOnThoughItConnectsTooOften() {
    try (var client =
        TestClient.overTcp(echo(limits -> limits.maxHandshakesPerSecondPerAddress(2)))) {
      client.time().stop();
      client.websocket("/ws").cut();
      client.websocket("/ws").cut();
      client.connect("/ws").expectRefusal(429);
      client.connect("/ws").expectRefusal(429);

      try (var line = client.raw()) {
        assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
      }

      assertThat(client.server().limitHits(Limit.HANDSHAKES_PER_ADDRESS)).isEqualTo(3);
      client.time().advance(Duration.ofSeconds(1));
      client.websocket("/ws").cut();
    }
  }

  private static RawClient halfHead(TestClient client) {
    var line = client.raw();
    line.sendPlain("GET /nothing HTTP/1.1\r\nHost: localhost\r\n");
    return line;
  }

  /** Asks until somebody answers: the server may have to notice first that another has left. */
  private static TestResponse answer(TestClient client) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try (var line = halfHead(client)) {
        line.sendPlain("\r\n");
        return line.receiveResponse();
      } catch (AssertionError cutOff) {
        if (System.nanoTime() > deadline) {
          throw cutOff;
        }
      }
    }
  }

  @Test
  void cutsOffAnAddressThatHasManyLinesWithoutAWebSocket() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxConnectionsPerAddress(40)))) {
      var callers = new ArrayList<RawClient>();
      for (int i = 0; i < 40; i++) {
        client.websocket("/ws");
      }
      for (int i = 0; i < 40; i++) {
        callers.add(halfHead(client));
      }

      try (var refused = client.raw()) {
        assertThat(refused.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
      }

      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_ADDRESS)).isEqualTo(1);
      callers.getLast().sendPlain("\r\n");
      assertThat(callers.getLast().receiveResponse().status()).isEqualTo(404);
      callers.removeLast().close();
      assertThat(answer(client).status()).isEqualTo(404);
    }
  }

  @Test
  void refusesHandshakesAboveTheRateOfTheServerWith503() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxHandshakesPerSecond(1)))) {
      client.time().stop();
      client.websocket("/ws").cut();

      expectRefusal(
          client.connect("/ws").expectRefusal(503), 503, "Too many clients connect at the moment.");
      assertThat(client.server().limitHits(Limit.HANDSHAKES)).isEqualTo(1);

      client.time().advance(Duration.ofSeconds(2));
      client.websocket("/ws").cut();
    }
  }
}
