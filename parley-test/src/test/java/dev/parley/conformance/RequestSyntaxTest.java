package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are malformed before any handshake (RFC 9112; RFC 3986). */
class RequestSyntaxTest {
  private static final String HANDSHAKE =
      "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private static String handshake(String target) {
    return "GET " + target + " HTTP/1.1\r\n" + HANDSHAKE + "\r\n";
  }

  private static int status(String request) {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendBytes(request.getBytes(StandardCharsets.ISO_8859_1));
      return line.receiveResponse().status();
    }
  }

  private static void expectRefusalOnly(String request, int status) {
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendBytes(request.getBytes(StandardCharsets.ISO_8859_1));

      assertThat(line.receiveResponse().status()).isEqualTo(status);
      Served.expectEnd(line);
    }
  }

  @Proves(rfc6455 = "3a", checklist = 15)
  @ParameterizedTest
  @CsvSource({
    "http://localhost/ws, 101",
    "/ws?a=b, 101",
    "/%77s, 101",
    "/ws#frag, 400",
    "/x/../ws, 400",
    "/x/./ws, 400",
    "/ws/, 404",
    "//ws, 404",
    "*, 400",
    "ws, 400"
  })
  void readsEveryFormOfTargetInOneWay(String target, int status) {
    assertThat(status(handshake(target))).isEqualTo(status);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 15)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/ws",
        "http://user@localhost/ws",
        "http://localhost:81/ws",
        "http:///ws",
        "ws://localhost/ws"
      })
  void refusesATargetThatNamesAnotherHost(String target) { // RFC 9112, section 3.2.2
    expectRefusalOnly(handshake(target), 400);
  }

  @Proves(rfc6455 = {"4.2.1a", "4.2.1g"})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /ws HTTP/1.1",
        "GET /ws  HTTP/1.1",
        "GET\t/ws\tHTTP/1.1",
        " GET /ws HTTP/1.1",
        "GET /ws HTTP/1.1 ",
        "GET /ws http/1.1",
        "GET /ws HTTP/01.1",
        "GET /ws HTTP/1.1x",
        "GET /ws HTTP",
        "GET /ws",
        "GET /a b HTTP/1.1",
        "G@T /ws HTTP/1.1"
      })
  void refusesMalformedRequestLines(String line) { // RFC 9112, section 3
    expectRefusalOnly(line + "\r\n" + HANDSHAKE + "\r\n", 400);
  }

  @Proves(
      rfc6455 = "4.2.1g",
      checklist = {16, 17, 19})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%zz",
        "/%",
        "/%4",
        "/ws?a=%zz",
        "/ws?%",
        "/%c0%af",
        "/%ff",
        "/%ed%a0%80",
        "/ws?a=%c0%af",
        "/%00",
        "/ws?a=%00"
      })
  void refusesImproperPercentEncoding(String target) {
    expectRefusalOnly(handshake(target), 400);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 18)
  @ParameterizedTest
  @ValueSource(strings = {"/w\u00e9s", "/ws?\u00ff", "/w\u0001s", "/w\u007fs", "/w\u000bs"})
  void refusesRawBytesThatATargetMayNotHave(String target) {
    expectRefusalOnly(handshake(target), 400);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 20)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Space : a\r\n",
        "X-Nul: a\0b\r\n",
        "X-Cr: a\rb\r\n",
        "No colon at all\r\n",
        ": no name\r\n"
      })
  void refusesMalformedFields(String field) { // RFC 9112, section 5
    expectRefusalOnly("GET /ws HTTP/1.1\r\n" + HANDSHAKE + field + "\r\n", 400);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 20)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Folded: a\r\n b\r\n",
        "X-Folded: a\r\n\tb\r\n",
        "X-Folded:\r\n a\r\n",
        "X-Folded: a\r\n \r\n"
      })
  void refusesFoldedFields(String fields) { // RFC 9112, section 5.2
    String head = "GET /ws HTTP/1.1\r\n" + HANDSHAKE;
    expectRefusalOnly(head + fields + "\r\n", 400);
    expectRefusalOnly("GET /ws HTTP/1.1\r\n " + HANDSHAKE + "\r\n", 400);
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendPlain("GET /http HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(line.receiveResponse().status()).isEqualTo(200);

      for (char one : (head + fields + "\r\n").toCharArray()) {
        line.sendBytes(new byte[] {(byte) one}).join();
      }

      assertThat(line.receiveResponse().status()).isEqualTo(400);
      Served.expectEnd(line);
    }
  }

  @Proves(checklist = 20)
  @Test
  void takesNoBodyForAFoldedField() {
    App app = Parley.create().post("/length", request -> request.body().length + " bytes");
    try (var client = TestClient.overTcp(app);
        var line = client.raw()) {
      String request = "POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n";
      line.sendPlain("\r\n" + request + "a\r\n b\r\n " + request);
      line.sendPlain(" b\r\n c\r\n");

      for (int i = 0; i < 2; i++) {
        assertThat(line.receiveResponse().text()).isEqualTo("8 bytes");
      }
    }
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 20)
  @Test
  void refusesBareLineFeeds() { // RFC 9112, section 2.2
    expectRefusalOnly(handshake("/ws").replace("\r\n", "\n"), 400);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 21)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 18446744073709551616\r\n",
        "Content-Length: 5, 6\r\n"
      })
  void refusesAmbiguousLengthsAndReadsNothingBehindThem(String fields) { // RFC 9112, section 6.3
    String smuggled = "0\r\n\r\nGET /http HTTP/1.1\r\nHost: localhost\r\n\r\n";

    expectRefusalOnly("GET /ws HTTP/1.1\r\n" + HANDSHAKE + fields + "\r\n" + smuggled, 400);
    expectRefusalOnly(
        "POST /http HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + smuggled, 400);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 21)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "5_0\r\nhello\r\n0\r\n\r\n",
        "g\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "10000000000000005\r\nhello\r\n0\r\n\r\n",
        "5;a=\nb\r\nhello\r\n0\r\n\r\n"
      })
  void refusesChunksThatOthersMayReadOtherwise(String body) { // RFC 9112, section 7.1
    expectOnlyRefusalOfBody("Transfer-Encoding: chunked\r\n", body);
  }

  @Proves(rfc6455 = "4.2.1g", checklist = 21)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding:",
        "Content-Length:",
        "Content-Length: 5 5",
        "Content-Length: 0x5",
        "Content-Length: 5\r\nContent-Length: 05",
        "Content-Length: 5,"
      })
  void refusesLengthsAndCodingsThatOthersMayReadOtherwise(String field) { // RFC 9112, section 6
    expectOnlyRefusalOfBody(field + "\r\n", "5\r\nhello\r\n0\r\n\r\n");
  }

  private static void expectOnlyRefusalOfBody(String field, String body) {
    try (var client = TestClient.overTcp(lengths());
        var line = client.raw()) {
      line.sendPlain("POST /length HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n" + body);

      assertThat(line.receiveResponse().status()).isIn(400, 501);
      Served.expectEnd(line);
    }
  }

  @Test
  void takesChunksOfAnySizeUnlessMostOfABodyIsFraming() { // RFC 9112, section 7.1.1
    String oneByte = "1\r\na\r\n";
    String hundredBytes = "64\r\n" + "x".repeat(100) + "\r\n";

    expectAnswerTwice("5\r\nhello\r\n".repeat(100_000), "500000 bytes");
    expectAnswerTwice((hundredBytes + oneByte).repeat(5_000), "505000 bytes");
    expectAnswerTwice(oneByte.repeat(4_000), "4000 bytes");
  }

  private static void expectAnswerTwice(String chunks, String answer) {
    try (var client = TestClient.overTcp(lengths());
        var line = client.raw()) {
      for (int i = 0; i < 2; i++) {
        line.sendPlain(inChunks(chunks + "0\r\n\r\n"));

        assertThat(line.receiveResponse().text()).isEqualTo(answer);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\r\na\r\n", "1;a=b\r\na\r\n", "1;a=\"............\"\r\na\r\n"})
  void refusesABodyThatIsMostlyFraming(String chunk) { // RFC 9112, section 7.1.1
    try (var client = TestClient.overTcp(lengths());
        var line = client.raw()) {
      line.sendPlain(inChunks(chunk.repeat(5_000)));
      var answer = line.receiveResponse();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).contains("16384 bytes more of framing than of content");
      Served.expectEnd(line);
    }
  }

  private static App lengths() {
    return Parley.create().post("/length", request -> request.body().length + " bytes");
  }

  private static String inChunks(String chunks) {
    return "POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunks;
  }

  @Proves(checklist = 21)
  @Test
  void refusesAnUnknownTransferCoding() { // RFC 9112, section 6.1
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendPlain("GET /ws HTTP/1.1\r\n" + HANDSHAKE + "Transfer-Encoding: xchunked\r\n\r\n");

      assertThat(line.receiveResponse().status()).isIn(400, 501);
      Served.expectEnd(line);
    }
  }

  @Proves(rfc6455 = "10.7b", checklist = 24)
  @Test
  void refusesHeadsThatAreTooLong() {
    String field = "X-Long: " + "x".repeat(680) + "\r\n";
    String head = "GET /ws HTTP/1.1\r\n" + HANDSHAKE;

    expectRefusalOnly(head + "X-Long: " + "x".repeat(70_000) + "\r\n\r\n", 431);
    expectRefusalOnly(head + field.repeat(100) + "\r\n", 431);
    expectRefusalOnly(head + "X-Many: 0123456789\r\n".repeat(8_000) + "\r\n", 431);
    expectRefusalOnly(handshake("/ws?" + "x".repeat(70_000)), 414);
  }

  @Proves(checklist = 24)
  @Test
  void lingersForASecondSoThatTheAnswerArrives() { // RFC 9112, section 9.6
    byte[] rest = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendPlain("GET /ws HTTP/1.1\r\nX-Long: ");
      line.sendBytes(rest);
      assertThat(line.receiveResponse().status()).isEqualTo(431);
      Served.expectEnd(line);

      assertThatThrownBy(
              () -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                while (System.nanoTime() < end) {
                  line.sendBytes(rest).get(5, TimeUnit.SECONDS);
                }
              })
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Proves(checklist = 25)
  @Test
  void closesSlowRequestsAndServesOthersMeanwhile() {
    try (var served = Served.echoWith(config -> config.handshakeTimeout(Duration.ofMillis(400)));
        var half = served.client().raw();
        var silent = served.client().raw()) {
      half.sendPlain("GET /ws HTTP/1.1\r\nHost: local");

      assertThat(served.client().get("/http").status()).isEqualTo(200);
      assertThat(half.receiveResponse().status()).isEqualTo(408);
      Served.expectEnd(half);
      assertThat(silent.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }
}
