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

  // 15
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

  // 16, 17, 19
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

  // 18
  @ParameterizedTest
  @ValueSource(strings = {"/w\u00e9s", "/ws?\u00ff", "/w\u0001s", "/w\u007fs", "/w\u000bs"})
  void refusesRawBytesThatATargetMayNotHave(String target) {
    expectRefusalOnly(handshake(target), 400);
  }

  // 20
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

  // 20
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

  // 20
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

  // 20
  @Test
  void refusesBareLineFeeds() { // RFC 9112, section 2.2
    expectRefusalOnly(handshake("/ws").replace("\r\n", "\n"), 400);
  }

  // 21
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

  // 21
  @Test
  void refusesAnUnknownTransferCoding() { // RFC 9112, section 6.1
    try (var served = Served.echo();
        var line = served.client().raw()) {
      line.sendPlain("GET /ws HTTP/1.1\r\n" + HANDSHAKE + "Transfer-Encoding: xchunked\r\n\r\n");

      assertThat(line.receiveResponse().status()).isIn(400, 501);
      Served.expectEnd(line);
    }
  }

  // 24
  @Test
  void refusesHeadsThatAreTooLong() {
    String field = "X-Long: " + "x".repeat(680) + "\r\n";
    String head = "GET /ws HTTP/1.1\r\n" + HANDSHAKE;

    expectRefusalOnly(head + "X-Long: " + "x".repeat(70_000) + "\r\n\r\n", 431);
    expectRefusalOnly(head + field.repeat(100) + "\r\n", 431);
    expectRefusalOnly(head + "X-Many: 0123456789\r\n".repeat(8_000) + "\r\n", 431);
    expectRefusalOnly(handshake("/ws?" + "x".repeat(70_000)), 414);
  }

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

  // 25
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
