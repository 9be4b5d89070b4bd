package dev.parley.http2;

import static dev.parley.http2.RawHttp2.DATA;
import static dev.parley.http2.RawHttp2.END_STREAM;
import static dev.parley.http2.RawHttp2.GOAWAY;
import static dev.parley.http2.RawHttp2.HEADERS;
import static dev.parley.http2.RawHttp2.RST_STREAM;
import static dev.parley.http2.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Acceptance;
import dev.parley.ClientCertificates;
import dev.parley.CloseReason;
import dev.parley.CompressionMode;
import dev.parley.Http2;
import dev.parley.HttpException;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.Response;
import dev.parley.Server;
import dev.parley.conformance.Proves;
import dev.parley.tls.Authority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/2 (RFC 8441). */
@Timeout(30)
class WebSocketOverHttp2Test {
  private final LinkedBlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
  private final CountDownLatch mayRead = new CountDownLatch(1);
  private Server server;
  private RawHttp2 client;

  @BeforeEach
  void start() throws IOException {
    server =
        Parley.create()
            .config(config -> config.port(0).http2(Http2.CLEARTEXT).maxStreamsPerConnection(8))
            .websocket(
                "/ws",
                ws -> {
                  ws.accept();
                  while (true) {
                    switch (ws.receive()) {
                      case Message.Text(var text) -> ws.sendText(text);
                      case Message.Binary(var bytes) -> ws.sendBytes(bytes);
                      case Message.Disconnect(var reason) -> {
                        ends.add(reason);
                        return;
                      }
                    }
                  }
                })
            .websocket(
                "/about",
                ws ->
                    ws.sendText(
                        ws.handshake().httpVersion()
                            + " "
                            + ws.handshake().host()
                            + " "
                            + ws.handshake().cookies()))
            .websocket(
                "/late",
                ws -> {
                  ws.accept();
                  mayRead.await();
                  for (var text : ws.texts()) {
                    ws.sendText("" + text.length());
                  }
                })
            .websocket(
                "/chat", ws -> ws.accept(Acceptance.subprotocol("chat").withHeader("X-Seen", "1")))
            .websocket("/denied", ws -> ws.deny(Response.status(402).text("Pay first.")))
            .websocket(
                "/failing",
                ws -> {
                  throw new HttpException(409, "Not now.");
                })
            .websocket(
                "/flood",
                ws -> {
                  while (true) {
                    ws.sendBytes(new byte[10_000]);
                  }
                })
            .start();
    client = RawHttp2.inClear(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    mayRead.countDown();
    client.close();
    server.close();
  }

  @Proves(rfc8441 = "3a", checklist = 61)
  @Test
  void settingsSayThatConnectHasProtocols() {
    assertThat(client.settings()).containsEntry(8, 1).containsEntry(3, 8);
  }

  @Proves(rfc8441 = "5a", checklist = 62)
  @Test
  void handshakeIsAnsweredWith200AndMessagesFollow() {
    client.connect(1, "/ws");

    assertThat(client.response(1))
        .containsEntry(":status", "200")
        .doesNotContainKeys("sec-websocket-accept", "upgrade", "connection", "content-length");
    client.text(1, "hello");
    assertThat(client.nextText(1)).isEqualTo("hello");
  }

  @Proves(rfc8441 = "4a", checklist = 62)
  @ParameterizedTest
  @ValueSource(strings = {"WebSocket", "WEBSOCKET"})
  void protocolIsReadInAnyCase(String protocol) {
    client.headers(
        1,
        0,
        ":method",
        "CONNECT",
        ":protocol",
        protocol,
        ":scheme",
        "https",
        ":path",
        "/ws",
        ":authority",
        "test",
        "sec-websocket-version",
        "13");

    assertThat(client.response(1)).containsEntry(":status", "200");
  }

  @Test
  void handlersSeeWhatTheRequestSays() {
    client.connect(1, "/about", "cookie", "a=1", "cookie", "b=2");
    client.response(1);

    assertThat(client.nextText(1)).isEqualTo("HTTP/2 test {a=1, b=2}");
  }

  @Test
  void worksOverTls(@TempDir Path folder) throws IOException {
    var authority = new Authority(folder, "Test");
    var localhost = authority.server("localhost");
    var app =
        Parley.create()
            .config(config ->
                config.port(0).tls(tls -> tls.certificate(localhost.chain(), localhost.key())))
            .websocket(
                "/ws",
                ws -> ws.sendText(ws.handshake().scheme() + " " + ws.handshake().httpVersion()));
    try (var secure = app.start();
        var overTls = RawHttp2.overTls(authority.clientContext(), secure.port())) {
      overTls.open(1, "/ws");

      assertThat(overTls.nextText(1)).isEqualTo("wss HTTP/2");
    }
  }

  @Test
  void clientsShowTheirCertificatesAsOverHttp11(@TempDir Path folder) throws IOException {
    var authority = new Authority(folder, "Test");
    var localhost = authority.server("localhost");
    var sensor = authority.client("CN=sensor 7");
    var app =
        Parley.create()
            .config(config ->
                config
                    .port(0)
                    .tls(tls ->
                        tls.certificate(localhost.chain(), localhost.key())
                            .clients(ClientCertificates.REQUIRED)
                            .trust(List.of(authority.file()))))
            .websocket(
                "/ws",
                ws ->
                    ws.sendText(
                        ws.dependency(X509Certificate.class).getSubjectX500Principal().getName()));
    try (var secure = app.start();
        var overTls = RawHttp2.overTls(authority.clientContext(sensor), secure.port())) {
      overTls.open(1, "/ws");

      assertThat(overTls.nextText(1)).isEqualTo("CN=sensor 7");
    }
  }

  @Proves(rfc8441 = "5b")
  @Test
  void messagesAreCompressedWhereBothAgree() throws Exception {
    var app =
        Parley.create()
            .config(config ->
                config
                    .port(0)
                    .http2(Http2.CLEARTEXT)
                    .compression(
                        compression -> compression.compressionMode(CompressionMode.MESSAGE)))
            .websocket(
                "/ws",
                ws -> {
                  for (var text : ws.texts()) {
                    ws.sendText(text + text);
                  }
                });
    try (var compressing = app.start();
        var other = RawHttp2.inClear(compressing.port())) {
      other.connect(1, "/ws", "sec-websocket-extensions", "permessage-deflate");

      assertThat(other.response(1).get("sec-websocket-extensions"))
          .startsWith("permessage-deflate");
      // "Hello", compressed (RFC 7692, section 7.2.3.1).
      other.webSocket(1, 0xc1, HexFormat.of().parseHex("f248cdc9c90700"));
      assertThat(other.nextText(1)).isEqualTo("HelloHello");

      other.text(1, "alike ".repeat(1_000));
      byte[] reply = other.message(1);
      assertThat(reply).hasSizeLessThan(100);
      assertThat(inflated(reply)).isEqualTo("alike ".repeat(2_000));
    }
  }

  private static String inflated(byte[] bytes) throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(bytes);
      byte[] text = new byte[20_000];
      return new String(text, 0, inflater.inflate(text), StandardCharsets.US_ASCII);
    } finally {
      inflater.end();
    }
  }

  @Test
  void manyStreamsOneAfterTheOtherLeaveNothingBehind() {
    for (int stream = 1; stream < 2_000; stream += 2) {
      client.open(stream, "/ws");
      client.text(stream, "hello");
      assertThat(client.nextText(stream)).isEqualTo("hello");
      client.webSocket(stream, 0x88, new byte[] {0x03, (byte) 0xe8});
      client.send(DATA, END_STREAM, stream);
      int id = stream;
      client.await(frame -> frame.isEndOf(id));
    }

    client.open(2_001, "/ws");
    client.text(2_001, "still here");
    assertThat(client.nextText(2_001)).isEqualTo("still here");
    assertThat(server.connections()).isEqualTo(1);
  }

  // --- refusals ---

  @Proves(rfc8441 = "4c", checklist = 63)
  @Test
  void otherConnectsAreNotImplemented() {
    client.headers(1, 0, ":method", "CONNECT", ":authority", "elsewhere:443");
    client.headers(
        3,
        0,
        ":method",
        "CONNECT",
        ":protocol",
        "connect-udp",
        ":scheme",
        "https",
        ":path",
        "/ws",
        ":authority",
        "test");

    assertThat(client.response(1)).containsEntry(":status", "501");
    assertThat(client.response(3)).containsEntry(":status", "501");
  }

  @Proves(rfc8441 = "4a", checklist = 64)
  @ParameterizedTest
  @CsvSource({":method", ":scheme", ":path"})
  void missingPseudoHeadersAreErrorsOfTheStream(String missing) {
    var fields = new java.util.ArrayList<String>();
    for (var pair :
        new String[][] {
          {":method", "CONNECT"},
          {":protocol", "websocket"},
          {":scheme", "https"},
          {":path", "/ws"},
          {":authority", "test"},
          {"sec-websocket-version", "13"}
        }) {
      if (!pair[0].equals(missing)) {
        fields.addAll(java.util.List.of(pair));
      }
    }

    client.headers(1, 0, fields.toArray(String[]::new));

    assertThat(client.await(frame -> frame.type() == RST_STREAM && frame.stream() == 1).error())
        .isEqualTo(1);
    client.open(3, "/ws");
  }

  @Proves(rfc8441 = "4b")
  @Test
  void protocolBelongsToConnectOnly() {
    client.headers(
        1,
        END_STREAM,
        ":method",
        "GET",
        ":protocol",
        "websocket",
        ":scheme",
        "https",
        ":path",
        "/ws",
        ":authority",
        "test");

    assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isEqualTo(1);
  }

  @Proves(rfc8441 = "5b")
  @Test
  void otherVersionsAreRefusedWithTheOneThatIsSpoken() {
    client.headers(
        1,
        0,
        ":method",
        "CONNECT",
        ":protocol",
        "websocket",
        ":scheme",
        "https",
        ":path",
        "/ws",
        ":authority",
        "test",
        "sec-websocket-version",
        "8");

    assertThat(client.response(1))
        .containsEntry(":status", "426")
        .containsEntry("sec-websocket-version", "13");
  }

  @Proves(rfc8441 = "5b")
  @Test
  void originsRoutesAndHandlersRefuseAsOverHttp11() {
    client.connect(1, "/ws", "origin", "https://evil.example");
    client.connect(3, "/nowhere");
    client.connect(5, "/denied");
    client.connect(7, "/failing");

    assertThat(client.response(1)).containsEntry(":status", "403");
    assertThat(client.response(3)).containsEntry(":status", "404");
    assertThat(client.response(5)).containsEntry(":status", "402");
    assertThat(client.body(5)).isEqualTo("Pay first.");
    assertThat(client.response(7)).containsEntry(":status", "409");
    assertThat(client.body(7)).contains("Not now.");
    client.connect(9, "/ws", "origin", "https://test");
    assertThat(client.response(9)).containsEntry(":status", "200");
  }

  @Proves(rfc8441 = "5b")
  @Test
  void subprotocolsAndHeadersOfTheAnswerArrive() {
    client.connect(1, "/chat", "sec-websocket-protocol", "other, chat");

    assertThat(client.response(1))
        .containsEntry("sec-websocket-protocol", "chat")
        .containsEntry("x-seen", "1");
  }

  // --- the end ---

  @Proves(rfc8441 = "5c", checklist = 65)
  @Test
  void closeEndsWithEndStreamAndWithoutReset() throws InterruptedException {
    client.open(1, "/ws");

    client.webSocket(1, 0x88, new byte[] {0x03, (byte) 0xe8});
    client.send(DATA, END_STREAM, 1);

    assertThat(client.closeCode(1)).isEqualTo(1000);
    client.await(frame -> frame.isEndOf(1));
    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1000, ""));
    client.open(3, "/ws");
    client.text(3, "no reset came between");
    assertThat(client.nextText(3)).isEqualTo("no reset came between");
  }

  @Proves(rfc8441 = "5c", checklist = 65)
  @Test
  void brokenFramesAreAnsweredWithACloseFrameAndEndStream() {
    client.open(1, "/ws");

    client.webSocket(1, 0x83, new byte[0]);

    assertThat(client.closeCode(1)).isEqualTo(1002);
    client.await(frame -> frame.isEndOf(1));
  }

  @Proves(rfc8441 = "5c")
  @Test
  void endStreamIsTheEndOfTheLine() throws InterruptedException {
    client.open(1, "/ws");

    client.send(DATA, END_STREAM, 1);

    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
    client.await(frame -> frame.isEndOf(1));
  }

  @Proves(rfc8441 = "5d", checklist = 66)
  @Test
  void resetOfOneStreamLeavesTheOthersAlone() throws InterruptedException {
    client.open(1, "/ws");
    client.open(3, "/ws");

    client.send(RST_STREAM, 0, 1, ByteBuffer.allocate(4).putInt(8).array());

    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
    client.text(3, "still here");
    assertThat(client.nextText(3)).isEqualTo("still here");
  }

  @Test
  void lostConnectionsEndAllTheirStreams() throws Exception {
    client.open(1, "/ws");
    client.open(3, "/ws");

    client.close();

    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
  }

  @Test
  void connectionsThatAreResetEndAllTheirStreams() throws Exception {
    client.open(1, "/ws");
    client.open(3, "/ws");

    client.cut();

    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
    assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(CloseReason.of(1006, ""));
  }

  @Test
  void shutdownSays1012AndGoesAway() throws Exception {
    client.open(1, "/ws");

    var closing = Thread.ofVirtual().start(server::close);

    assertThat(client.closeCode(1)).isEqualTo(1012);
    assertThat(client.await(frame -> frame.type() == GOAWAY).error()).isZero();
    client.webSocket(1, 0x88, new byte[] {0x03, (byte) 0xf4});
    client.send(DATA, END_STREAM, 1);
    closing.join();
  }

  // --- flow control ---

  @Proves(checklist = 67)
  @Test
  void handlersThatDoNotReadGetNoMoreThanTheWindowAndHoldUpNobody() {
    client.open(1, "/late");
    client.open(3, "/ws");
    byte[] message = new byte[32_000];
    java.util.Arrays.fill(message, (byte) 'x');
    // More than may wait for a handler, so that the server stops reading.
    for (int sent = 0; sent < 320_000; sent += message.length) {
      int windowUsed = sent % 64_000;
      if (windowUsed == 0 && sent > 0 && sent <= 256_000) {
        client.await(frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 1);
      }
      if (sent < 256_000) {
        client.webSocket(1, 0x81, message);
      }
    }

    client.text(3, "still here");

    assertThat(client.nextText(3)).isEqualTo("still here");
    mayRead.countDown();
    assertThat(client.nextText(1)).isEqualTo("32000");
  }

  @Proves(checklist = 67)
  @Test
  void clientsThatDoNotReadOneStreamAreServedOnOthers() {
    client.allow(0, 1 << 20);
    client.open(1, "/flood");
    client.open(3, "/ws");

    // 65,535 bytes of the first stream come, and no more.
    int came = 0;
    while (came < 65_535) {
      came += client.await(frame -> frame.type() == DATA && frame.stream() == 1).payload().length;
    }
    client.text(3, "still here");

    assertThat(client.nextText(3)).isEqualTo("still here");
    assertThat(came).isEqualTo(65_535);
    client.allow(1, 10_000);
    assertThat(client.await(frame -> frame.type() == DATA && frame.stream() == 1).payload())
        .isNotEmpty();
  }

  @Test
  void largeMessagesTravelAsFarAsWindowsAllow() {
    client.allow(0, 1 << 20);
    client.open(1, "/ws");
    client.allow(1, 1 << 20);
    byte[] large = new byte[60_000];
    java.util.Arrays.fill(large, (byte) 'x');

    for (int i = 0; i < 5; i++) {
      client.webSocket(1, 0x82, large);
      assertThat(client.message(1)).isEqualTo(large);
      client.await(frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 1);
    }
  }

  @Test
  void streamsBeyondTheLimitAreRefused() {
    for (int i = 0; i < 8; i++) {
      client.open(2 * i + 1, "/ws");
    }

    client.connect(17, "/ws");

    // REFUSED_STREAM (RFC 9113, section 7).
    assertThat(client.await(frame -> frame.type() == RST_STREAM && frame.stream() == 17).error())
        .isEqualTo(7);
    client.text(1, "still here");
    assertThat(client.nextText(1)).isEqualTo("still here");
    assertThat(server.connections()).isEqualTo(8);
  }

  @Test
  void headersArriveBeforeData() {
    client.connect(1, "/ws");
    client.text(1, "early");

    var first = client.await(frame -> frame.stream() == 1 && frame.type() <= HEADERS);

    assertThat(first.type()).isEqualTo(HEADERS);
    assertThat(client.nextText(1)).isEqualTo("early");
  }
}
