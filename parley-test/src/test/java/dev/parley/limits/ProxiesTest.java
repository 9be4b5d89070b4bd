package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.ConfigurationException;
import dev.parley.Limit;
import dev.parley.Parley;
import dev.parley.Proxies;
import dev.parley.ProxyProtocol;
import dev.parley.Request;
import dev.parley.ServerConfig;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What proxies tell about clients, over real sockets. */
class ProxiesTest {
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");
  private static final String HANDSHAKE =
      "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private static String seen(Request request) {
    var client = (InetSocketAddress) request.remoteAddress();
    return String.join(
        " ",
        client.getAddress().getHostAddress(),
        request.scheme(),
        request.host(),
        request.prefix() + "|" + request.path());
  }

  private static App app(UnaryOperator<Proxies.Builder> proxies) {
    return Parley.create()
        .get("/seen", ProxiesTest::seen)
        .websocket("/ws", ws -> ws.sendText(seen(ws.handshake())))
        .config(config -> config.proxies(proxies));
  }

  @Test
  void tellHandlersWhatTheClientSent() {
    try (var client = TestClient.overTcp(app(proxies -> proxies.trustedProxies(LOOPBACK)));
        var ws =
            client
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "chat.example.com")
                .header("X-Forwarded-Prefix", "/chat")
                .connect("/chat/ws")
                .open()) {
      assertThat(ws.receiveText()).isEqualTo("203.0.113.7 wss chat.example.com /chat|/ws");
      assertThat(client.get("/seen").text())
          .isEqualTo("203.0.113.7 https chat.example.com /chat|/seen");
    }
  }

  @Test
  void areNotBelievedUnlessTrusted() {
    try (var client =
            TestClient.overTcp(
                app(proxies -> proxies.trustedProxies(List.of("192.0.2.0/24", "2001:db8::/32"))));
        var ws =
            client
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "chat.example.com")
                .connect("/ws")
                .open()) {
      assertThat(ws.receiveText()).matches("[0-9.:]+ ws (localhost|127\\.0\\.0\\.1).* \\|/ws");
    }
  }

  @Test
  void sayWhichOriginIsTheSame() {
    try (var client = TestClient.overTcp(app(proxies -> proxies.trustedProxies(LOOPBACK)))) {
      client.header("X-Forwarded-Host", "chat.example.com");

      client.connect("/ws").origin("https://chat.example.com").open().cut();
      client.connect("/ws").origin("http://localhost").expectRefusal(403);
    }
  }

  @Test
  void sayWhoseLimitItIs() {
    var app =
        app(proxies -> proxies.trustedProxies(LOOPBACK))
            .websocket(
                "/stay",
                ws -> {
                  ws.sendText("hi");
                  ws.receive();
                })
            .config(config -> config.limits(limits -> limits.maxConnectionsPerAddress(1)));
    try (var client = TestClient.overTcp(app);
        var _ = client.connect("/stay").header("X-Forwarded-For", "203.0.113.7").open();
        var _ = client.connect("/stay").header("X-Forwarded-For", "203.0.113.8").open()) {
      client.connect("/stay").header("X-Forwarded-For", "203.0.113.7").expectRefusal(429);

      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_ADDRESS)).isEqualTo(1);
    }
  }

  @Test
  void mayHaveAsManyLinesAsTheyWant() {
    var app =
        app(proxies -> proxies.trustedProxies(LOOPBACK))
            .config(config -> config.limits(limits -> limits.maxConnectionsPerAddress(1)));
    try (var client = TestClient.overTcp(app)) {
      for (int i = 0; i < 40; i++) {
        client.raw().sendPlain("GET /seen HTTP/1.1\r\n");
      }

      assertThat(client.get("/seen").status()).isEqualTo(200);
      assertThat(client.server().limitHits(Limit.CONNECTIONS_PER_ADDRESS)).isZero();
    }
  }

  @Test
  void mayStripThePrefixOrNot() {
    try (var client = TestClient.overTcp(app(proxies -> proxies.pathPrefix("/chat")))) {
      assertThat(client.get("/chat/seen").text()).endsWith("/chat|/seen");
      assertThat(client.get("/seen").text()).endsWith("/chat|/seen");
      assertThat(client.get("/chats/seen").status()).isEqualTo(404);
    }
  }

  // --- the PROXY protocol ---

  private static App speaking() {
    return app(proxies -> proxies.trustedProxies(LOOPBACK).proxyProtocol(ProxyProtocol.REQUIRED));
  }

  @Test
  void maySpeakFirstInVersion2() {
    var header = "0d0a0d0a000d0a515549540a 21 11 000c cb007107 0a000001 1267 0050";
    try (var client = TestClient.overTcp(speaking());
        var raw = client.raw()) {
      byte[] proxy = HexFormat.of().parseHex(header.replace(" ", ""));
      byte[] request = HANDSHAKE.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      raw.sendBytes(proxy);
      raw.sendBytes(request);

      assertThat(raw.receiveResponse().status()).isEqualTo(101);
      assertThat(raw.receiveFrame().text()).isEqualTo("203.0.113.7 ws x |/ws");
    }
  }

  @Test
  void maySpeakFirstInVersion1AndInOneSegmentWithTheRequest() {
    try (var client = TestClient.overTcp(speaking());
        var raw = client.raw()) {
      raw.sendPlain("PROXY TCP4 203.0.113.7 10.0.0.1 4711 80\r\n" + HANDSHAKE);

      assertThat(raw.receiveResponse().status()).isEqualTo(101);
      assertThat(raw.receiveFrame().text()).isEqualTo("203.0.113.7 ws x |/ws");
    }
  }

  @Test
  void areCutOffIfTheyDoNotSpeakFirstWhereTheyMust() {
    try (var client = TestClient.overTcp(speaking());
        var raw = client.raw()) {
      raw.sendPlain(HANDSHAKE);

      assertThat(raw.awaitEnd()).isIn(RawClient.End.FINISHED, RawClient.End.RESET);
      assertThatThrownBy(() -> raw.receiveBytes(1)).hasMessageContaining("Nothing had arrived.");
    }
  }

  @Test
  void areCutOffIfTheyDoNotFinishTheirHeader() {
    var app = speaking().config(config -> config.handshakeTimeout(Duration.ofMillis(400)));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw()) {
      raw.sendPlain("PROXY TCP4 203.0.113.7");

      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void cannotSpeakFirstUnlessTrusted() {
    var app =
        app(proxies ->
            proxies.trustedProxies(List.of("192.0.2.1")).proxyProtocol(ProxyProtocol.REQUIRED));
    try (var client = TestClient.overTcp(app);
        var raw = client.raw()) {
      assertThat(client.get("/seen").status()).isEqualTo(200);
      raw.sendPlain("PROXY TCP4 203.0.113.7 10.0.0.1 4711 80\r\n" + HANDSHAKE);

      assertThat(raw.receiveResponse().status()).isEqualTo(400);
    }
  }

  @Test
  void mustBeNamedBeforeTheyAreRequiredToSpeak() {
    var config =
        ServerConfig.builder().proxies(proxies -> proxies.proxyProtocol(ProxyProtocol.REQUIRED));

    assertThatThrownBy(config::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there are no trustedProxies");
  }
}
