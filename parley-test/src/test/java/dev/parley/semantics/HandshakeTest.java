package dev.parley.semantics;

import static dev.parley.semantics.Serving.handshake;
import static dev.parley.semantics.Serving.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.parley.Acceptance;
import dev.parley.App;
import dev.parley.Parley;
import dev.parley.Response;
import dev.parley.WebSocketClosedException;
import dev.parley.conformance.Proves;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import dev.parley.test.TestResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A1: recognising and checking the request. */
class HandshakeTest {
  private static App app() {
    return Parley.create()
        .websocket("/ws", ws -> ws.sendText("hi"))
        .websocket("/both", ws -> ws.sendText("socket"))
        .get("/both", request -> "http")
        .get("/http", request -> "http")
        .post("/both", request -> "posted");
  }

  private static TestResponse answer(TestClient client, String request) {
    try (var raw = client.raw()) {
      raw.sendPlain(request);
      return raw.receiveResponse();
    }
  }

  // 1
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\r\nConnection: Upgrade",
        "Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade",
        "UPGRADE: WEBSOCKET\r\nCONNECTION: UPGRADE , x",
        "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: upgrade"
      })
  void isAWebSocketWhereConnectionAndUpgradeSayIt(String fields) {
    try (var client = TestClient.overTcp(app())) {
      var answer =
          answer(
              client,
              request(
                  "GET /both HTTP/1.1",
                  "Host: localhost",
                  fields,
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));

      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("sec-websocket-accept")).contains("ICX+Yqv66kxgM0FcWaLWlFLwTAI=");
    }
  }

  // 2
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
        "Upgrade: something\r\nConnection: Upgrade",
        "Upgrade: websocket",
        "Upgrade: websocket\r\nConnection: keep-alive"
      })
  void servesAnyOtherUpgradeAsPlainHttp(String fields) {
    try (var client = TestClient.overTcp(app())) {
      var answer = answer(client, request("GET /both HTTP/1.1", "Host: localhost", fields));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("http");
    }
  }

  // 3
  @Test
  void answersPlainGetOnAWebSocketPathWith426() {
    try (var client = TestClient.overTcp(app())) {
      var answer = client.get("/ws");

      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.header("upgrade")).contains("websocket");
      assertThat(answer.json().get("detail").asString()).contains("WebSocket");
    }
  }

  // 4
  @ParameterizedTest
  @ValueSource(strings = {"/http", "/nowhere"})
  void refusesAWebSocketWhereThereIsNoneWith404(String path) {
    try (var client = TestClient.overTcp(app())) {
      var answer = client.connect(path).expectRefusal(404);

      assertThat(answer.text()).isEqualTo("{\"detail\":\"Not Found\"}");
    }
  }

  // 5, 6
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: x",
        "Sec-WebSocket-Key: not base64 at all!!!!!!!",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
      })
  void refusesAnImproperKeyWith400NamingTheHeader(String key) {
    try (var client = TestClient.overTcp(app())) {
      var answer =
          answer(
              client,
              request(
                  "GET /ws HTTP/1.1",
                  "Host: localhost",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "Sec-WebSocket-Version: 13",
                  key));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("detail").asString()).contains("'Sec-WebSocket-Key'");
    }
  }

  // 7
  @ParameterizedTest
  @ValueSource(
      strings = {"X-Nothing: x", "Sec-WebSocket-Version: 8", "Sec-WebSocket-Version: thirteen"})
  void refusesAnotherVersionWith426AndTheSupportedOne(String version) {
    try (var client = TestClient.overTcp(app())) {
      var answer =
          answer(
              client,
              request(
                  "GET /ws HTTP/1.1",
                  "Host: localhost",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                  version));

      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.header("sec-websocket-version")).contains("13");
    }
  }

  // 8
  @Test
  void refusesAMethodOtherThanGetWith405() {
    try (var client = TestClient.overTcp(app())) {
      var answer = answer(client, handshake("/ws").replaceFirst("GET", "POST"));

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("allow")).contains("GET");
    }
  }

  // 9
  @Test
  void refusesAHandshakeOverHttp10With400() {
    try (var client = TestClient.overTcp(app())) {
      assertThat(answer(client, handshake("/ws").replaceFirst("1\\.1", "1.0")).status())
          .isEqualTo(400);
    }
  }

  // 10
  @Test
  void answersTooLongHeadersAndTargetsWithABody() {
    App small =
        app()
            .config(config -> config.maxHeaderBytes(1_000).maxHeaderFields(20).maxTargetBytes(500));
    try (var client = TestClient.overTcp(small)) {
      var headers = answer(client, handshake("/ws", "Cookie: " + "x".repeat(1_000)));
      var fields = answer(client, handshake("/ws", "X: y\r\n".repeat(20) + "X: y"));
      var target = answer(client, handshake("/ws?q=" + "x".repeat(600)));

      assertThat(headers.status()).isEqualTo(431);
      assertThat(headers.json().get("detail").asString()).contains("1000 bytes");
      assertThat(fields.status()).isEqualTo(431);
      assertThat(fields.json().get("detail").asString()).contains("20 header fields");
      assertThat(target.status()).isEqualTo(414);
      assertThat(target.json().get("detail").asString()).contains("500 bytes");
    }
  }

  // 11
  @Test
  void keepsAFrameThatSharesASegmentWithTheHandshake() {
    App echo = Serving.app(ws -> ws.sendText("Echo: " + ws.receiveText()));
    try (var client = TestClient.overTcp(echo);
        var raw = client.raw()) {
      raw.sendBytes(join(handshake("/ws"), 0x81, 0x82, 0, 0, 0, 0, 'h', 'i'));

      assertThat(raw.receiveResponse().status()).isEqualTo(101);
      assertThat(raw.receiveFrame().text()).isEqualTo("Echo: hi");
    }
  }

  private static byte[] join(String head, int... frame) {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + frame.length];
    System.arraycopy(start, 0, all, 0, start.length);
    for (int i = 0; i < frame.length; i++) {
      all[start.length + i] = (byte) frame[i];
    }
    return all;
  }

  // 12
  @Test
  void closesALineThatSaysNothing() {
    try (var client = TestClient.overTcp(app());
        var raw = client.raw()) {
      raw.sendPlain("");
      client.get("/http");
      client.time().advance(Duration.ofSeconds(11));

      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  // 12
  @Test
  void answersAHalfSentRequestWith408() {
    try (var client = TestClient.overTcp(app());
        var raw = client.raw()) {
      raw.sendPlain("GET /ws HTTP/1.1\r\nHost: local");
      client.get("/http");
      client.time().advance(Duration.ofSeconds(11));

      assertThat(raw.receiveResponse().status()).isEqualTo(408);
    }
  }

  // 12
  @Test
  void givesTheNextRequestOnALineItsOwnTime() {
    try (var client = TestClient.overTcp(app());
        var raw = client.raw()) {
      raw.sendPlain(request("GET /http HTTP/1.1", "Host: localhost"));
      assertThat(raw.receiveResponse().status()).isEqualTo(200);
      client.time().advance(Duration.ofSeconds(30));
      raw.sendPlain("GET /http HTTP/1.1\r\n");
      client.get("/http");
      client.time().advance(Duration.ofSeconds(9));
      raw.sendPlain(request("Host: localhost"));
      assertThat(raw.receiveResponse().status()).isEqualTo(200);

      raw.sendPlain("GET /http HTTP/1.1\r\n");
      client.get("/http");
      client.time().advance(Duration.ofSeconds(12));
      assertThat(raw.receiveResponse().status()).isEqualTo(408);
    }
  }

  // 12
  @Test
  void answersForAHandlerThatNeverAcceptsWith503() throws InterruptedException {
    var started = new Seen<String>();
    var seen = new Seen<Throwable>();
    App app =
        Serving.app(ws -> {
          started.add("started");
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException interrupted) {
            seen.add(interrupted);
          }
        });
    try (var client = TestClient.overTcp(app);
        var raw = client.raw()) {
      raw.sendPlain(handshake("/ws"));
      started.next();
      client.time().advance(Duration.ofSeconds(11));

      assertThat(raw.receiveResponse().status()).isEqualTo(503);
      assertThat(seen.next()).isInstanceOf(InterruptedException.class);
    }
  }

  // 13
  @Proves(rfc6455 = "10.2a", checklist = 27)
  @Test
  void refusesPagesOfOtherOrigins() {
    try (var client = TestClient.overTcp(app())) {
      client.connect("/ws").origin("https://evil.example").expectRefusal(403);
      client.connect("/ws").origin("null").expectRefusal(403);
      client.connect("/ws").origin("http://localhost:" + client.server().port()).open().close();
      client.connect("/ws").open().close();
    }
  }

  // 13
  @Proves(rfc6455 = "10.2a", checklist = 27)
  @Test
  void allowsTheOriginsOfTheList() {
    App app =
        app()
            .config(config ->
                config.allowedOrigins(List.of("https://app.example", "https://*.example.org")));
    try (var client = TestClient.overTcp(app)) {
      client.connect("/ws").origin("https://app.example").open().close();
      client.connect("/ws").origin("https://chat.example.org").open().close();
      client.connect("/ws").origin("https://example.org.evil.example").expectRefusal(403);
    }
  }

  // 14
  @Test
  void keepsOrderRepeatsAndBytesOfHeaders() {
    App app =
        Serving.app(ws -> {
          var headers = ws.handshake().headers();
          ws.accept(
              Acceptance.plain().withHeader("X-Back", headers.first("x-bytes").orElseThrow()));
          ws.sendText(
              String.join(
                  ",",
                  headers.fields().stream()
                      .filter(field -> field.getKey().startsWith("x-"))
                      .map(field -> field.getKey() + "=" + field.getValue())
                      .toList()));
        });
    try (var client = TestClient.overTcp(app);
        var raw = client.raw()) {
      raw.sendPlain(handshake("/ws", "X-One: 1", "x-bytes: ü", "X-ONE: 2"));

      // UTF-8 bytes come as ISO 8859-1 and go back as they came.
      assertThat(raw.receiveResponse().header("x-back")).contains("Ã¼");
      assertThat(raw.receiveFrame().text()).isEqualTo("x-one=1,x-bytes=Ã¼,x-one=2");
    }
  }

  // 15
  @Test
  void decodesThePathAndKeepsTheRawOne() {
    App app =
        Parley.create()
            .websocket(
                "/ws/{name}",
                ws ->
                    ws.sendText(
                        ws.pathParam("name")
                            + " "
                            + ws.handshake().path()
                            + " "
                            + ws.handshake().rawPath()));
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws/J%C3%BCrgen?q=1")) {
      assertThat(ws.receiveText()).isEqualTo("Jürgen /ws/Jürgen /ws/J%C3%BCrgen");
      client.connect("/ws/a%2Fb").expectRefusal(404);
    }
  }

  // 16
  @Test
  void readsTheQueryAsFormDataAndKeepsTheRawOne() {
    App app =
        Serving.app(
            ws -> ws.sendText(ws.queryParam("a").orElseThrow() + " " + ws.handshake().rawQuery()));
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws?a=x+y%2Bz&b")) {
      assertThat(ws.receiveText()).isEqualTo("x y+z a=x+y%2Bz&b");
    }
  }

  // 17
  @Proves(rfc6455 = "11.3.2a")
  @Test
  void collectsSubprotocolsOfAllHeadersInOrder() {
    App app = Serving.app(ws -> ws.sendText(String.join("|", ws.handshake().subprotocols())));
    try (var client = TestClient.overTcp(app);
        var ws = client.connect("/ws").subprotocols("b ", "a").subprotocols("c").open()) {
      assertThat(ws.receiveText()).isEqualTo("b|a|c");
    }
  }

  // 18
  @Test
  void tellsTheHandlerAboutTheConnection() {
    App app =
        Serving.app(ws -> {
          var handshake = ws.handshake();
          ws.sendText(
              "%s %s %s %s %s"
                  .formatted(
                      handshake.method(),
                      handshake.scheme(),
                      handshake.host(),
                      handshake.path(),
                      handshake.pathParams()));
          ws.sendText(
              ((InetSocketAddress) handshake.remoteAddress()).getAddress().getHostAddress());
        });
    try (var client = TestClient.overTcp(app);
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText())
          .isEqualTo("GET ws localhost:" + client.server().port() + " /ws {}");
      assertThat(ws.receiveText()).isEqualTo("127.0.0.1");
    }
  }

  // 19
  @Test
  void dates101AndNamesNoProduct() {
    try (var client = TestClient.overTcp(app());
        var ws = client.websocket("/ws")) {
      assertThat(ws.headers().first("date").orElseThrow()).endsWith(" GMT");
      assertThat(ws.headers().first("server")).isEmpty();
    }
  }

  // 20
  @Test
  void writesRefusalsAsCompleteResponsesThatCloseTheLine() {
    App app = Serving.app(ws -> ws.deny(Response.status(403).text("No")));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw()) {
      raw.sendPlain(handshake("/ws"));
      var answer = raw.receiveResponse();

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("date")).isPresent();
      assertThat(answer.header("connection")).contains("close");
      assertThat(answer.header("content-length")).contains("2");
      assertThat(answer.header("content-type")).contains("text/plain; charset=utf-8");
      assertThat(answer.header("server")).isEmpty();
      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  // 21
  @Test
  void logsNoQueryValueAtAnyLevel() {
    App app =
        Serving.app(ws -> {
          ws.receive();
          throw new IllegalStateException("boom");
        });
    try (var log = new RecordedLog()) {
      try (var client = TestClient.overTcp(app);
          var ws = client.websocket("/ws?token=secret-token")) {
        ws.sendText("secret-message");
        ws.expectClose(1011);
        client.connect("/nowhere?token=secret-token").expectRefusal(404);
      }
      assertThat(log.messages(Level.TRACE)).isNotEmpty().noneMatch(line -> line.contains("secret"));
      assertThat(log.messages(Level.INFO)).noneMatch(line -> line.contains("opened"));
    }
  }

  // 42, 100
  @Test
  void tellsAHandlerWhoseClientHasGoneBeforeAcceptance() throws InterruptedException {
    var started = new Seen<String>();
    var seen = new Seen<Throwable>();
    App app =
        Serving.app(ws -> {
          started.add("started");
          while (ws.closeReason().isEmpty()) {
            Thread.onSpinWait();
          }
          try {
            ws.accept();
          } catch (WebSocketClosedException gone) {
            seen.add(gone);
          }
        });
    try (var client = TestClient.overTcp(app)) {
      try (var raw = client.raw()) {
        raw.sendPlain(handshake("/ws"));
        started.next();
        raw.reset();
      }
      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class, gone -> assertThat(gone.code()).isEqualTo(1006));
    }
  }
}
