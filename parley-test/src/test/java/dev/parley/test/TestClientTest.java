package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.ConfigurationException;
import dev.parley.Get;
import dev.parley.Parley;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client from its start to its end. */
class TestClientTest {
  private interface Database extends AutoCloseable {
    String name();

    @Override
    void close();
  }

  private record NamedDatabase(String name, BlockingQueue<String> closed) implements Database {
    NamedDatabase(String name) {
      this(name, new ArrayBlockingQueue<>(1));
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  // --- ways to a server ---

  @WebSocketRoute("/ws")
  void greet(WebSocket ws) {
    ws.sendText("Hello");
  }

  @Get("/hello")
  String hello() {
    return "Hello";
  }

  @Test
  void takesObjectsWithRoutes() {
    try (var client = TestClient.of(this);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("Hello");
    }
    try (var client = TestClient.overTcp(this)) {
      assertThat(client.get("/hello").status()).isEqualTo(200);
    }
  }

  @Test
  void listensOnAFreePortWhateverTheApplicationSays() {
    App app = Parley.create().routes(this).config(config -> config.host("0.0.0.0").port(1));
    try (var client = TestClient.overTcp(app)) {
      assertThat(client.server().port()).isGreaterThan(1024);
      assertThat(client.get("/hello").status()).isEqualTo(200);
    }
  }

  @Test
  void opensNoPortInMemory() {
    try (var client = TestClient.of(this)) {
      assertThat(client.server().port()).isZero();
    }
  }

  @Test
  void talksToAServerThatRunsElsewhere() {
    try (var server = Parley.create().routes(this).config(config -> config.port(0)).start();
        var client = TestClient.to(server.uri());
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("Hello");
      assertThat(ws.expectClose().code()).isEqualTo(1000);
      assertThat(client.get("/hello").status()).isEqualTo(200);
      assertThatIllegalStateException()
          .isThrownBy(() -> client.override(String.class, ""))
          .withMessageContaining("runs already");
      assertThatIllegalStateException().isThrownBy(client::server);
      assertThatIllegalStateException().isThrownBy(ws::awaitHandler);
    }
  }

  @Test
  void acceptsOnlyAddressesThatItCanReach() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestClient.to(URI.create("https://example.com")))
        .withMessage(
            "The address of the server is 'https://example.com'; expected one such as"
                + " http://localhost:8000.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestClient.to(URI.create("localhost:80")));
    assertThatIllegalArgumentException().isThrownBy(() -> TestClient.to(URI.create("http:/path")));
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (var taken = new java.net.ServerSocket()) {
      taken.bind(new InetSocketAddress("localhost", 0));
      port = taken.getLocalPort();
    }
    try (var client = TestClient.to(URI.create("ws://localhost:" + port))) {
      assertThatThrownBy(() -> client.websocket("/ws"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("Cannot connect to localhost/127.0.0.1:" + port);
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsWhatKeepsTheApplicationFromStarting(Way way) {
    try (var client = way.to(Parley.create().websocket("no/slash", ws -> {}))) {
      assertThatThrownBy(() -> client.get("/")).isInstanceOf(ConfigurationException.class);
    }
  }

  // --- overrides ---

  @ParameterizedTest
  @EnumSource
  void overridesADependency(Way way) {
    var mine = new NamedDatabase("test");
    App app =
        Parley.create()
            .provideOnce(Database.class, () -> new NamedDatabase("production"))
            .websocket("/ws", ws -> ws.sendText(ws.dependency(Database.class).name()));
    try (var client = way.to(app).override(Database.class, mine);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("test");
    }
    assertThat(mine.closed()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void overridesADependencyOfEachConnection(Way way) {
    var count = new AtomicInteger();
    App app =
        Parley.create()
            .providePerConnection(Database.class, request -> new NamedDatabase("production"))
            .websocket("/ws", ws -> ws.sendText(ws.dependency(Database.class).name()));
    try (var client =
            way.to(app)
                .overridePerConnection(
                    Database.class,
                    request -> new NamedDatabase(request.path() + count.incrementAndGet()));
        var first = client.websocket("/ws");
        var second = client.websocket("/ws")) {
      assertThat(first.receiveText()).isEqualTo("/ws1");
      assertThat(second.receiveText()).isEqualTo("/ws2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void overridesBeforeTheStartOnly(Way way) {
    try (var client = way.to(Parley.create().routes(this))) {
      client.get("/hello");

      assertThatIllegalStateException()
          .isThrownBy(() -> client.override(Database.class, new NamedDatabase("late")))
          .withMessage(
              "The server runs already; override Database before the first request or connection.");
    }
  }

  // --- the end ---

  @ParameterizedTest
  @EnumSource
  void closesWhatTheApplicationMade(Way way) {
    var database = new NamedDatabase("production");
    App app = Parley.create().provideOnce(Database.class, () -> database).routes(this);
    try (var client = way.to(app)) {
      client.get("/hello");
    }
    assertThat(database.closed()).containsExactly("production");
  }

  @ParameterizedTest
  @EnumSource
  void closesConnectionsThatAreOpenAsIfTheirBlocksWereLeft(Way way) {
    App app =
        Parley.create()
            .websocket(
                "/ws/{name}",
                ws -> {
                  ws.receive();
                  throw new IllegalStateException(ws.pathParam("name"));
                });
    var client = way.to(app);
    client.websocket("/ws/one");
    client.websocket("/ws/two");

    assertThatThrownBy(client::close)
        .isInstanceOf(IllegalStateException.class)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void needsNoUseToBeClosed(Way way) {
    var client = way.to(Parley.create().routes(this));

    client.close();

    assertThatIllegalStateException()
        .isThrownBy(client::server)
        .withMessage("The client is closed; make another one.");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichConnectionOutlivesItsServer(Way way) {
    var stubborn = new Stubborn();
    App app =
        Parley.create()
            .websocket("/ws", stubborn)
            .config(config ->
                config
                    .shutdownGrace(Duration.ofMillis(10))
                    .cleanupGrace(Duration.ofMillis(10))
                    .closeTimeout(Duration.ofMillis(10)));
    var client = way.to(app);
    client.raw("/ws");

    assertThatThrownBy(client::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "A connection outlived its server. Its handler is at dev.parley.test.Stubborn.");
    stubborn.release();
  }

  @Test
  void refusesADeadlineOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestClient.of(this).deadline(Duration.ZERO))
        .withMessage("deadline is PT0S; expected more than zero.");
  }
}
