package dev.parley.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.Get;
import dev.parley.Handshake;
import dev.parley.HttpException;
import dev.parley.Limit;
import dev.parley.Parley;
import dev.parley.Post;
import dev.parley.QueryParam;
import dev.parley.Request;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import dev.parley.auth.FirstMessage;
import dev.parley.auth.Tickets;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Secrets of clients are in every place that knows some: the log at every level, answers, close
 * reasons and what listeners are told have none of them.
 */
class SecretsTest {
  /** Stands in every secret, and nowhere else. */
  private static final String SECRET = "s3cr3t";

  private static final String VALID = SECRET + "-valid";

  record User(String name) {}

  record Order(int count) {}

  static final class Routes {
    @WebSocketRoute("/me")
    void me(WebSocket ws, User user) {
      for (var text : ws.texts()) {
        ws.sendText(user.name() + text.length());
      }
    }

    @WebSocketRoute("/first")
    void first(WebSocket ws) {
      FirstMessage.authenticate(ws, Duration.ofSeconds(5), SecretsTest::verify);
    }

    @WebSocketRoute("/orders")
    void orders(WebSocket ws, User user) {
      for (var order : ws.messages(Order.class)) {
        ws.sendText("" + order.count());
      }
    }

    @WebSocketRoute("/crash")
    void crash(WebSocket ws, User user) {
      ws.receiveText();
      throw new IllegalStateException("The handler of " + user.name() + " fails.");
    }

    @WebSocketRoute("/rooms/{room}")
    void room(WebSocket ws) {}

    @WebSocketRoute("/number")
    void number(WebSocket ws, @QueryParam int number, User user) {}

    @Post("/tickets")
    String ticket(User user, Tickets tickets) {
      return tickets.issue(user);
    }

    @Get("/fails")
    String fails(User user) {
      throw new IllegalStateException("The endpoint fails for " + user.name());
    }

    @Get("/teapot")
    String teapot() {
      throw new HttpException(418, "I'm a teapot");
    }
  }

  /** Keeps what it is told, as metrics and traces would. */
  static final class Watch implements ServerListener {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void handshakeRefused(Handshake request, int status) {
      told.add("refused " + request + " " + status);
    }

    @Override
    public void handlerFailed(Request request, Throwable failure) {
      told.add("failed " + request + " " + failure);
    }

    @Override
    public void limitReached(Limit limit) {
      told.add("limit " + limit);
    }
  }

  private static Optional<User> verify(String token) {
    if (token.endsWith("broken")) {
      throw new IllegalStateException("The user store is down.");
    }
    return token.equals(VALID) ? Optional.of(new User("alice")) : Optional.empty();
  }

  private final Watch watch = new Watch();
  private final WholeLog log = new WholeLog();
  private final List<String> answers = new ArrayList<>();
  private final App app =
      Parley.create()
          .routes(new Routes())
          .listener(watch)
          .config(config -> config.maxHeaderBytes(2_048))
          .identity(
              User.class,
              SecretsTest::verify,
              CredentialSource.ticket(),
              CredentialSource.subprotocol("bearer"),
              CredentialSource.bearer(),
              CredentialSource.cookie("session"),
              CredentialSource.query("token"));
  private final TestClient client = TestClient.overTcp(app);

  @AfterEach
  void close() {
    client.close();
    log.close();
  }

  private void requireNoSecret() {
    client.close();
    assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    assertThat(answers).noneMatch(answer -> answer.contains(SECRET));
    assertThat(watch.told).noneMatch(told -> told.contains(SECRET));
  }

  /** A handshake with secrets in all places at once. */
  private static String handshake(String target, String... more) {
    return "GET "
        + target
        + (target.contains("?") ? "&" : "?")
        + "token="
        + SECRET
        + "-query&ticket="
        + SECRET
        + "-ticket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Protocol: bearer, "
        + SECRET
        + "-subprotocol\r\nAuthorization: Bearer "
        + SECRET
        + "-header\r\nCookie: session="
        + SECRET
        + "-cookie\r\n"
        + String.join("", more)
        + "\r\n";
  }

  private void ask(String request) {
    try (var raw = client.raw()) {
      raw.sendPlain(request);
      var response = raw.receiveResponse();
      answers.add(response.status() + " " + response.headers().fields() + " " + response.text());
    }
  }

  @Test
  void refusedHandshakesTellNone() {
    ask(handshake("/me"));
    ask(handshake("/nowhere"));
    ask(handshake("/number?number=x"));
    ask(handshake("/me", "Origin: https://evil.example\r\n"));
    ask(handshake("/me", "Origin: null\r\n"));
    ask(handshake("/me", "Sec-WebSocket-Extensions: ;;;\r\n"));
    ask(handshake("/me").replace("Version: 13", "Version: 12"));
    ask(handshake("/me").replace("GET ", "POST "));
    ask(handshake("/me").replace("Key: dGhl", "Key: x"));

    assertThat(answers)
        .extracting(answer -> answer.substring(0, 3))
        .containsExactly("401", "404", "422", "403", "403", "400", "426", "405", "400");
    requireNoSecret();
  }

  @Test
  void requestsThatCannotBeReadTellNone() {
    ask(handshake("/me", "X-Long: " + "x".repeat(3_000) + "\r\n"));
    ask(handshake("/me", "Bad header\r\n"));
    ask(handshake("/me", "Bad\u0001: header\r\n"));
    ask(handshake("/me", "X-Bad: " + SECRET + "\u0000\r\n"));
    ask(handshake("/me").replace("HTTP/1.1", "HTTP/7.1"));
    ask(handshake("/me").replace("HTTP/1.1", "HTPP"));
    ask(handshake("/%zz"));
    ask(handshake("/me", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"));
    ask(handshake("/me?" + "x".repeat(9_000)));

    assertThat(answers).noneMatch(answer -> answer.startsWith("2") || answer.startsWith("1"));
    requireNoSecret();
  }

  @Test
  void openConnectionsTellNone() {
    for (var target : List.of("/me", "/crash", "/orders")) {
      try (var ws = client.connect(target + "?token=" + VALID).cookie("session", VALID).open()) {
        ws.sendText("{\"count\": \"" + SECRET + "\"}");
        if (target.equals("/me")) {
          assertThat(ws.receiveText()).startsWith("alice");
          ws.close(1000, SECRET);
        } else {
          answers.add(ws.expectClose(target.equals("/crash") ? 1011 : 1008).toString());
        }
      }
    }
    requireNoSecret();
    assertThat(log.lines()).anyMatch(line -> line.contains("The handler of alice fails."));
  }

  @Test
  void framesAndMessagesTellNone() {
    sends(raw -> raw.sendFrame(0x85, SECRET.getBytes(UTF_8)));
    sends(raw -> raw.sendFrame(0xc1, SECRET.getBytes(UTF_8)));
    sends(raw -> raw.sendText("{\"token\": \"" + SECRET));
    sends(raw -> raw.sendText("{\"type\": \"auth\", \"token\": \"" + SECRET + "\"}"));
    sends(raw -> raw.sendText("{\"type\": \"auth\", \"token\": \"" + SECRET + "-broken\"}"));
    sends(raw -> raw.sendText("{\"type\": \"" + SECRET + "\"}"));
    sends(raw -> raw.sendFrame(0x88, ("\u0003\u00e7" + SECRET).getBytes(ISO_8859_1)));

    assertThat(answers).anyMatch(answer -> answer.contains("Auth failed"));
    requireNoSecret();
    assertThat(log.lines()).anyMatch(line -> line.contains("The authenticator failed"));
  }

  private void sends(Consumer<RawClient> what) {
    try (var raw = client.raw("/first?token=" + SECRET)) {
      what.accept(raw);
      answers.add(raw.awaitClose().toString());
    }
  }

  @Test
  void endpointsTellNone() {
    var ticket =
        client.request("POST", "/tickets").header("Authorization", "Bearer " + VALID).send().text();
    try (var ws = client.websocket("/me?ticket=" + ticket)) {
      ws.sendText("x");
      assertThat(ws.receiveText()).isEqualTo("alice1");
    }
    for (var path : List.of("/fails", "/teapot", "/tickets", "/nowhere")) {
      var request =
          client
              .request("GET", path + "?token=" + VALID)
              .header("Authorization", "Bearer " + VALID)
              .cookie("session", VALID);
      var response = path.equals("/fails") ? request.expect(500) : request.send();
      answers.add(response.status() + " " + response.headers().fields() + response.text());
    }
    answers.add(client.connect("/me?ticket=" + ticket).expectRefusal(401).text());

    requireNoSecret();
    assertThat(log.lines()).noneMatch(line -> line.contains(ticket));
    assertThat(log.lines()).anyMatch(line -> line.contains("GET /fails failed"));
  }

  @Test
  void limitsTellNone() {
    app.config(config -> config.limits(limits -> limits.maxHandshakesPerSecond(1)));
    for (int i = 0; i < 10; i++) {
      ask(handshake("/me"));
    }

    assertThat(answers).anyMatch(answer -> answer.startsWith("503"));
    requireNoSecret();
    assertThat(log.lines()).anyMatch(line -> line.contains("Limit HANDSHAKES took effect"));
  }

  @Test
  void originsThatAreRefusedAreOneLineOfLog() {
    for (int i = 0; i < 10; i++) {
      ask(handshake("/rooms/a%0AWARN", "Origin: https://evil.example\u009b[2J\r\n"));
    }

    assertThat(log.lines())
        .filteredOn(line -> line.contains("allowedOrigins"))
        .singleElement()
        .asString()
        .contains("a page of origin 'https://evil.example??[2J' was refused")
        .doesNotContain("\n");
  }
}
