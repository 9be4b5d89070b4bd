package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CompressionMode;
import dev.parley.Http2;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.Response;
import dev.parley.Server;
import dev.parley.WebSocket;
import io.netty.pkitesting.CertificateBuilder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.BooleanNode;

/** A real browser speaks WebSocket over HTTP/2; the server tells by which version. */
class Http2InChromiumTest {
  private static final String PAGE =
      """
      <!doctype html>
      <title>Test</title>
      <body data-ready="true">
      <h1>WebSockets of this page</h1>
      <pre></pre>
      <script>
        const logs = [];
        const sockets = [];
        function note(at, what) {
          logs[at].push(what);
          document.querySelector('pre').textContent =
              logs.map((log, i) => `${i}: ${log.join(', ')}`).join('\\n');
        }
        function connect() {
          const at = sockets.length;
          const socket = new WebSocket('wss://' + location.host + '/ws');
          socket.binaryType = 'arraybuffer';
          logs[at] = [];
          socket.onmessage = event =>
              note(at, typeof event.data === 'string' ? event.data : event.data.byteLength);
          socket.onclose = event => note(at, 'closed ' + event.code + ' ' + event.reason);
          sockets.push(socket);
        }
      </script>
      """;

  private static final Path PICTURES = Path.of("target", "screenshots");

  /** The TCP connections that WebSockets came over. */
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  /** By which versions of HTTP they came, as the server saw it. */
  private final Set<String> versions = ConcurrentHashMap.newKeySet();

  private final LinkedBlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
  @TempDir private Path folder;
  private Chromium browser;

  @BeforeEach
  void openBrowser() throws Exception {
    browser = Chromium.start("--ignore-certificate-errors");
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private Server start(Http2 http2) throws Exception {
    return start(http2, CompressionMode.OFF);
  }

  private Server start(Http2 http2, CompressionMode compression) throws Exception {
    var certificate =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    var chain = Files.writeString(folder.resolve("chain.pem"), certificate.getCertificatePEM());
    var key = Files.writeString(folder.resolve("key.pem"), certificate.getPrivateKeyPEM());
    return Parley.create()
        .config(config ->
            config
                .port(0)
                .http2(http2)
                .tls(tls -> tls.certificate(chain, key))
                .compression(c -> c.compressionMode(compression)))
        .get("/", request -> Response.ok().html(PAGE))
        .websocket("/ws", this::serve)
        .start();
  }

  private void serve(WebSocket ws) {
    versions.add(ws.handshake().httpVersion());
    ports.add(((InetSocketAddress) ws.handshake().remoteAddress()).getPort());
    ws.sendText(ws.handshake().scheme() + " " + ws.handshake().httpVersion());
    while (true) {
      switch (ws.receive()) {
        case Message.Text(var text) when text.equals("close") -> {
          ws.close(4000, "as wanted");
          return;
        }
        case Message.Text(var text) -> ws.sendText("Echo: " + text);
        case Message.Binary(var bytes) -> ws.sendBytes(bytes);
        case Message.Disconnect(var reason) -> {
          ends.add(reason.code());
          return;
        }
      }
    }
  }

  private void open(Server server) {
    browser.open(URI.create("https://localhost:" + server.port() + "/"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OFF", "TLS"})
  void webSocketsTakeTheVersionThatTheServerOffers(Http2 http2) throws Exception {
    try (var server = start(http2)) {
      open(server);
      browser.evaluate("connect()");

      browser.await("logs[0].length > 0");

      var version = http2 == Http2.OFF ? "HTTP/1.1" : "HTTP/2";
      assertThat(versions).containsExactly(version);
      assertThat(browser.evaluate("logs[0][0]").asString()).isEqualTo("wss " + version);
    }
  }

  @Test
  void severalWebSocketsShareOneConnectionAndEndOneByOne() throws Exception {
    try (var server = start(Http2.TLS)) {
      open(server);
      browser.evaluate("for (let i = 0; i < 5; i++) connect()");
      browser.await("logs.length === 5 && logs.every(log => log.length === 1)");

      browser.evaluate("sockets.forEach((socket, i) => socket.send('from ' + i))");
      browser.evaluate("sockets[1].send(new Uint8Array(300000))");
      browser.await("logs.every((log, i) => log.includes('Echo: from ' + i))");
      browser.await("logs[1].includes(300000)");
      browser.evaluate("sockets[2].send('close')");
      browser.await("logs[2].includes('closed 4000 as wanted')");
      browser.evaluate("sockets[3].close(4001)");
      browser.await("logs[3].includes('closed 4001 ')");
      browser.evaluate("sockets[4].send('still here')");
      browser.await("logs[4].includes('Echo: still here')");

      browser.screenshot(PICTURES.resolve("http2.png"), false);
      assertThat(versions).containsExactly("HTTP/2");
      assertThat(ports).hasSize(1);
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo(4001);
      assertThat(browser.evaluate("logs.map(log => log[0])"))
          .allSatisfy(version -> assertThat(version.asString()).isEqualTo("wss HTTP/2"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MESSAGE", "CONTEXT"})
  void messagesAreCompressedInBothDirections(CompressionMode mode) throws Exception {
    try (var server = start(Http2.TLS, mode);
        var relay = Relay.to(server.port())) {
      browser.open(URI.create("https://localhost:" + relay.port() + "/"));
      browser.evaluate("connect()");
      browser.await("logs[0].length === 1");
      browser.evaluate("sockets[0].send('begin')");
      browser.await("logs[0].length === 2");
      long sentBefore = relay.fromClients();
      long receivedBefore = relay.fromServer();

      // 60 times 20,000 characters, which are much alike.
      browser.evaluate("for (let i = 0; i < 60; i++) sockets[0].send('alike '.repeat(3333) + i)");
      browser.await("logs[0].length === 62");

      assertThat(
              browser.evaluate(
                  "logs[0].slice(2).every((text, i) => text === 'Echo: ' + 'alike '.repeat(3333) + i)"))
          .isEqualTo(BooleanNode.TRUE);
      assertThat(browser.evaluate("sockets[0].extensions").asString())
          .startsWith("permessage-deflate");
      assertThat(versions).containsExactly("HTTP/2");
      assertThat(relay.fromClients() - sentBefore).isBetween(60L, 60L * 1_000);
      assertThat(relay.fromServer() - receivedBefore).isBetween(60L, 60L * 1_000);
    }
  }

  @Test
  void browserHearsThatTheServerRestarts() throws Exception {
    try (var server = start(Http2.TLS)) {
      open(server);
      browser.evaluate("connect()");
      browser.await("logs[0].length === 1");

      var closing = Thread.ofVirtual().start(server::close);

      browser.await("logs[0].includes('closed 1012 The server is restarting.')");
      closing.join();
    }
  }
}
