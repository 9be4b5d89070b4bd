package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import dev.parley.test.TestResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake (RFC 6455, section 4.2). */
class OpeningHandshakeTest {
  private static final List<String> FIELDS =
      List.of(
          "Host: localhost",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

  /** A proper handshake in which the fields of one name are others. */
  private static String with(String name, String... fields) {
    var lines = new ArrayList<>(List.of("GET /ws HTTP/1.1"));
    FIELDS.stream().filter(field -> !field.startsWith(name + ":")).forEach(lines::add);
    lines.addAll(List.of(fields));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String startingWith(String requestLine) {
    return requestLine + "\r\n" + String.join("\r\n", FIELDS) + "\r\n\r\n";
  }

  private static TestResponse answer(String request) {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendBytes(request.getBytes(StandardCharsets.ISO_8859_1));
      var response = line.receiveResponse();
      if (response.status() >= 400) {
        assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
      }
      return response;
    }
  }

  @Proves(rfc6455 = "4.2.2g", checklist = 1)
  @Test
  void acceptsTheSampleOfTheRfcWithWhatItNeedsAndNoMore() { // section 1.3
    var response = answer(startingWith("GET /ws HTTP/1.1"));

    assertThat(response.status()).isEqualTo(101);
    assertThat(response.header("sec-websocket-accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(response.header("upgrade"))
        .hasValueSatisfying(upgrade -> assertThat(upgrade).isEqualToIgnoringCase("websocket"));
    assertThat(response.header("connection"))
        .hasValueSatisfying(connection -> assertThat(connection).isEqualToIgnoringCase("upgrade"));
    for (String absent :
        List.of(
            "content-length",
            "transfer-encoding",
            "sec-websocket-extensions",
            "sec-websocket-protocol")) {
      assertThat(response.header(absent)).as(absent).isEmpty();
    }
  }

  @Proves(rfc6455 = {"4.2.1h", "11.3.2b"})
  @Test
  void readsFieldsInAnyOrderAndIgnoresOthers() { // section 4.2.1
    var response =
        answer(
            """
            GET /ws HTTP/1.1\r
            sec-websocket-version:13\r
            X-Unknown: websocket\r
            SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==\r
            connection: upgrade\r
            Sec-WebSocket-Accept: made up\r
            Cookie: a=b\r
            upgrade: websocket\r
            host: localhost\r
            \r
            """);

    assertThat(response.status()).isEqualTo(101);
    assertThat(response.headers().all("sec-websocket-accept"))
        .containsExactly("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Proves(rfc6455 = "4.2.2h")
  @Test
  void computesTheAcceptValueWithoutTheWhiteSpaceAroundTheKey() { // section 4.2.2
    var response =
        answer(with("Sec-WebSocket-Key", "Sec-WebSocket-Key: \t dGhlIHNhbXBsZSBub25jZQ== \t "));

    assertThat(response.header("sec-websocket-accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Proves(
      rfc6455 = {"4.2.1e", "7.2.2a", "10.7b"},
      checklist = 2)
  @Test
  void refusesAHandshakeWithoutAKey() {
    assertThat(answer(with("Sec-WebSocket-Key")).status()).isEqualTo(400);
  }

  @Proves(rfc6455 = "4.2.1e", checklist = 3)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZQ=",
        "dGhlIHNhbXBsZSBub25j",
        "dGhlIHNhbXBsZSBub25jZSE=",
        "dGhlIHNhbXBsZSBub25jZSEhISE=",
        "!!!!!!!!!!!!!!!!!!!!!!==",
        "dGhlIHNhbXBs ZSBub25jZQ=="
      })
  void refusesAKeyThatIsNoBase64Of16Bytes(String key) {
    assertThat(answer(with("Sec-WebSocket-Key", "Sec-WebSocket-Key: " + key)).status())
        .isEqualTo(400);
  }

  @Proves(rfc6455 = "11.3.1a", checklist = 4)
  @Test
  void refusesASecondKey() {
    var key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    assertThat(answer(with("Sec-WebSocket-Key", key, key)).status()).isEqualTo(400);
  }

  @Proves(
      rfc6455 = {"4.2.1f", "4.2.2c", "4.4a"},
      checklist = 5)
  @Test
  void namesItsVersionWhereThereIsNone() { // section 4.4
    var response = answer(with("Sec-WebSocket-Version"));

    assertThat(response.status()).isEqualTo(426);
    assertThat(response.header("sec-websocket-version")).contains("13");
  }

  @Proves(
      rfc6455 = {"4.2.1f", "4.2.2c", "4.4a"},
      checklist = {6, 7})
  @ParameterizedTest
  @ValueSource(strings = {"12", "0", "013", "13, 8", "7", "8", "-13", "13.0", ""})
  void namesItsVersionWhereThereIsAnother(String version) {
    var response = answer(with("Sec-WebSocket-Version", "Sec-WebSocket-Version: " + version));

    assertThat(response.status()).isEqualTo(426);
    assertThat(response.header("sec-websocket-version")).contains("13");
  }

  @Proves(rfc6455 = "4.2.1a", checklist = 8)
  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "PUT", "OPTIONS", "BREW"})
  void refusesEveryMethodButGet(String method) {
    var response = answer(startingWith(method + " /ws HTTP/1.1"));

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("allow")).contains("GET");
  }

  @Proves(
      rfc6455 = "4.2.1a",
      checklist = {9, 10})
  @ParameterizedTest
  @CsvSource({"HTTP/1.0, 400", "HTTP/2.0, 505", "HTTP/1.2, 505", "HTTP/0.9, 505"})
  void refusesOtherVersionsOfHttp(String version, int status) {
    assertThat(answer(startingWith("GET /ws " + version)).status()).isEqualTo(status);
  }

  @Proves(rfc6455 = "4.2.1b", checklist = 11)
  @Test
  void refusesNoHostAndTwoHosts() {
    assertThat(answer(with("Host")).status()).isEqualTo(400);
    assertThat(answer(with("Host", "Host: localhost", "Host: localhost")).status()).isEqualTo(400);
  }

  @Proves(rfc6455 = "4.2.1b", checklist = 11)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user@localhost",
        "http://localhost",
        "localhost/ws",
        "local host",
        "localhost:80:80",
        "localhost:http",
        "[::1",
        "::1",
        "loc\u00e4lhost",
        "localhost?",
        "localhost#"
      })
  void refusesWhatIsNoHost(String host) { // RFC 9112, section 3.2
    assertThat(answer(with("Host", "Host: " + host)).status()).isEqualTo(400);
  }

  @Proves(rfc6455 = "4.2.1b", checklist = 11)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8000",
        "[::1]:8000",
        "[2001:db8::1]",
        "my_service:80",
        "a.example.",
        ""
      })
  void readsEveryKindOfHost(String host) {
    assertThat(answer(with("Host", "Host: " + host)).status()).isEqualTo(101);
  }

  @Proves(rfc6455 = "4.2.1d", checklist = 12)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep-alive, Upgrade",
        "upgrade,keep-alive",
        "UPGRADE",
        "keep-alive\r\nConnection: Upgrade",
        ",Upgrade,"
      })
  void findsTheTokenAmongThoseOfConnection(String value) {
    assertThat(answer(with("Connection", "Connection: " + value)).status()).isEqualTo(101);
  }

  @Proves(rfc6455 = "4.2.1d", checklist = 12)
  @ParameterizedTest
  @ValueSource(strings = {"close", "Upgradex", "x-upgrade", "keep-alive"})
  void takesARequestWithoutTheTokenForAnOrdinaryOne(String value) {
    assertThat(statusOfPlain(with("Connection", "Connection: " + value))).isEqualTo(426);
  }

  @Proves(rfc6455 = "4.2.1c", checklist = 13)
  @ParameterizedTest
  @ValueSource(strings = {"WebSocket", "WEBSOCKET", "websocket, h2c", "h2c, websocket"})
  void findsTheProtocolAmongThoseOfUpgrade(String value) {
    assertThat(answer(with("Upgrade", "Upgrade: " + value)).status()).isEqualTo(101);
  }

  @Proves(rfc6455 = "4.2.1c", checklist = 13)
  @ParameterizedTest
  @ValueSource(strings = {"h2c", "notwebsocket", "websocket/13", "web socket"})
  void takesAnotherProtocolForAnOrdinaryRequest(String value) {
    assertThat(statusOfPlain(with("Upgrade", "Upgrade: " + value))).isEqualTo(426);
  }

  /** An ordinary request leaves the line open, so its end is not awaited. */
  private static int statusOfPlain(String request) {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendPlain(request);
      return line.receiveResponse().status();
    }
  }

  @Proves(rfc6455 = "4.2.2d", checklist = 14)
  @Test
  void refusesAnUnknownPathAndAPlainGet() {
    assertThat(answer(startingWith("GET /unknown HTTP/1.1")).status()).isEqualTo(404);
    try (var served = Served.echo()) {
      var response = served.client().get("/ws");
      assertThat(response.status()).isEqualTo(426);
      assertThat(response.header("upgrade")).contains("websocket");
    }
  }

  @Proves(checklist = 22)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
      })
  void refusesAHandshakeWithABody(String body) {
    String head = startingWith("GET /ws HTTP/1.1");

    var response = answer(head.substring(0, head.length() - 2) + body);

    assertThat(response.status()).isEqualTo(400);
  }

  @Proves(rfc6455 = "4.2.2i", checklist = 23)
  @Test
  void keepsTheFrameInTheSegmentOfTheHandshake() {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendBytes(
          (startingWith("GET /ws HTTP/1.1") + "\u0081\u0082\0\0\0\0hi")
              .getBytes(StandardCharsets.ISO_8859_1));

      assertThat(line.receiveResponse().status()).isEqualTo(101);
      Served.expectText(line, "hi");
    }
  }

  @Proves(rfc6455 = "4.2.2i", checklist = 23)
  @Test
  void keepsTheFrameBehindAHandshakeThatWaitsItsTurn() {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendBytes(
          ("GET /http HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  + startingWith("GET /ws HTTP/1.1")
                  + "\u0001\u0081\0\0\0\0h\u0080\u0083\0\0\0\0i\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));

      assertThat(line.receiveResponse().status()).isEqualTo(200);
      assertThat(line.receiveResponse().status()).isEqualTo(101);
      Served.expectText(line, "hi\r\n");
    }
  }

  @Proves(checklist = 23)
  @Test
  void takesASecondRequestBehindTheHandshakeForABrokenFrame() throws InterruptedException {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendPlain(startingWith("GET /ws HTTP/1.1") + "GET /http HTTP/1.1\r\n\r\n");

      assertThat(line.receiveResponse().status()).isEqualTo(101);
      // 'G' is 0x47: RSV1 is set.
      served.expectFailure(line, 1002, "Reserved bit RSV1 is set.");
    }
  }

  @Proves(rfc6455 = "4.2.2e", checklist = 26)
  @ParameterizedTest
  @ValueSource(strings = {"chat.v1", "a b,,c", "chat.v1\r\nSec-WebSocket-Protocol: chat.v2", ","})
  void answersWithoutASubprotocolWhereNoneIsSupported(String offered) {
    var response = answer(with("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: " + offered));

    assertThat(response.status()).isEqualTo(101);
    assertThat(response.header("sec-websocket-protocol")).isEmpty();
  }

  @Proves(
      rfc6455 = {"4.2.2e", "11.3.2b"},
      checklist = 26)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat.v2 | chat.v2",
        "chat.v1, chat.v2 | chat.v2",
        "other, chat.v1 | chat.v1",
        "CHAT.V2 | ",
        "chat | "
      })
  void answersWithTheOneSubprotocolThatBothKnow(String offered, String chosen) {
    var routes =
        new Object() {
          @WebSocketRoute(
              value = "/ws",
              subprotocols = {"chat.v2", "chat.v1"})
          void serve(WebSocket ws) {
            ws.accept();
          }
        };
    try (var client = TestClient.overTcp(routes);
        var line = client.raw()) {
      line.sendPlain(with("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: " + offered));

      assertThat(line.receiveResponse().headers().all("sec-websocket-protocol"))
          .isEqualTo(chosen == null ? List.of() : List.of(chosen));
    }
  }

  @Proves(
      rfc6455 = {"4.2.2b", "10.2a"},
      checklist = 27)
  @Test
  void refusesAnOriginThatIsNotItsOwn() {
    assertThat(answer(with("Origin", "Origin: https://evil.example")).status()).isEqualTo(403);
    assertThat(answer(with("Origin", "Origin: null")).status()).isEqualTo(403);
    assertThat(answer(with("Origin", "Origin: http://localhost")).status()).isEqualTo(101);
  }

  @Proves(
      rfc6455 = {"4.2.2f", "9.1b"},
      checklist = 28)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; server_max_window_bits=abc",
        "permessage-deflate; client_max_window_bits; client_max_window_bits",
        "permessage-deflate; server_max_window_bits",
        "x-webkit-deflate-frame"
      })
  void declinesEveryExtension(String offer) { // section 9.1
    var response = answer(with("Sec-WebSocket-Extensions", "Sec-WebSocket-Extensions: " + offer));

    assertThat(response.status()).isEqualTo(101);
    assertThat(response.header("sec-websocket-extensions")).isEmpty();
  }
}
