package dev.parley.http2;

import static dev.parley.http2.RawHttp2.DATA;
import static dev.parley.http2.RawHttp2.END_STREAM;
import static dev.parley.http2.RawHttp2.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.Http2;
import dev.parley.Parley;
import dev.parley.Server;
import dev.parley.ServerConfig;
import dev.parley.conformance.Proves;
import dev.parley.tls.Authority;
import dev.parley.tls.Authority.Issued;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP endpoints over HTTP/2 (RFC 9113). */
@Timeout(30)
class Http2Test {
  record Sum(int a, int b) {}

  @TempDir private Path folder;
  private Authority authority;
  private Issued localhost;

  @BeforeEach
  void issue() throws IOException {
    authority = new Authority(folder, "Test");
    localhost = authority.server("localhost");
    Files.createDirectory(folder.resolve("files"));
    Files.writeString(folder.resolve("files/large.txt"), "0123456789".repeat(30_000));
    Files.writeString(folder.resolve("files/empty.txt"), "");
  }

  private App app() {
    return Parley.create()
        .get("/version", request -> request.httpVersion() + " " + request.scheme())
        .get("/host", request -> request.host())
        .post("/sum", request -> request.body(Sum.class).a() + request.body(Sum.class).b())
        .delete("/nothing", request -> dev.parley.Response.status(204))
        .staticFiles("/files", folder.resolve("files"))
        .websocket("/ws", ws -> ws.sendText("hi"));
  }

  private Server secured(UnaryOperator<ServerConfig.Builder> more) {
    return app()
        .config(config ->
            more.apply(
                config.port(0).tls(tls -> tls.certificate(localhost.chain(), localhost.key()))))
        .start();
  }

  private Server inClear(UnaryOperator<ServerConfig.Builder> more) {
    return app().config(config -> more.apply(config.port(0).http2(Http2.CLEARTEXT))).start();
  }

  private HttpResponse<String> send(Server server, HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
      return client.send(
          request
              .uri(URI.create("https://localhost:" + server.port() + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void servesHandlersAndFiles() throws Exception {
    try (var server = secured(config -> config)) {
      var version = send(server, HttpRequest.newBuilder(), "/version");
      var sum =
          send(
              server,
              HttpRequest.newBuilder()
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString("{\"a\":2,\"b\":3}")),
              "/sum");
      var nothing = send(server, HttpRequest.newBuilder().DELETE(), "/nothing");
      var file = send(server, HttpRequest.newBuilder(), "/files/large.txt");
      var empty = send(server, HttpRequest.newBuilder(), "/files/empty.txt");
      var head = send(server, HttpRequest.newBuilder().HEAD(), "/files/large.txt");

      assertThat(version.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(version.body()).isEqualTo("HTTP/2 https");
      assertThat(version.headers().firstValue("date")).isPresent();
      assertThat(sum.body()).isEqualTo("5");
      assertThat(nothing.statusCode()).isEqualTo(204);
      assertThat(file.body()).isEqualTo("0123456789".repeat(30_000));
      assertThat(empty.body()).isEmpty();
      assertThat(head.headers().firstValue("content-length")).hasValue("300000");
      assertThat(head.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"/nowhere, 404", "/ws, 426", "/%zz, 400", "/../x, 400"})
  void refusesAsOverHttp11(String path, String status) throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, path);

      assertThat(client.response(1)).containsEntry(":status", status);
    }
  }

  @Test
  void bodiesThatAreTooLargeAreRefusedBeforeTheyHaveCome() throws IOException {
    try (var server = inClear(config -> config.maxRequestBodyBytes(1_000));
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1, 0, ":method", "POST", ":scheme", "http", ":path", "/sum", ":authority", "test");
      client.send(DATA, 0, 1, new byte[2_000]);

      assertThat(client.response(1)).containsEntry(":status", "413");
      assertThat(client.body(1)).contains("more bytes");
      // NO_ERROR: the client need not send the rest (RFC 9113, section 8.1).
      assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isZero();
    }
  }

  @Test
  void bodiesThatAreMostlyFramingAreRefused() throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1, 0, ":method", "POST", ":scheme", "http", ":path", "/sum", ":authority", "test");
      for (int i = 0; i < 2_049; i++) {
        client.send(DATA, 0, 1, new byte[1]);
      }

      assertThat(client.response(1)).containsEntry(":status", "413");
      assertThat(client.body(1)).contains("16384 bytes more of framing than of content");
    }
  }

  @Test
  void requestsThatDoNotEndAreAnsweredWith408() throws IOException {
    try (var server = inClear(config -> config.handshakeTimeout(Duration.ofMillis(300)));
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1, 0, ":method", "POST", ":scheme", "http", ":path", "/sum", ":authority", "test");

      assertThat(client.response(1)).containsEntry(":status", "408");
    }
  }

  @Test
  void continueIsSentToThoseWhoWaitForIt() throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1,
          0,
          ":method",
          "POST",
          ":scheme",
          "http",
          ":path",
          "/sum",
          ":authority",
          "test",
          "content-type",
          "application/json",
          "expect",
          "100-continue");
      assertThat(client.response(1)).containsEntry(":status", "100");

      client.send(DATA, 0, 1, "{\"a\":2,".getBytes(StandardCharsets.UTF_8));
      client.send(DATA, 0, 1, "\"b\":4}".getBytes(StandardCharsets.UTF_8));
      client.headers(1, END_STREAM, "x-trailer", "of no use");

      assertThat(client.response(1)).containsEntry(":status", "200");
      assertThat(client.body(1)).isEqualTo("6");
    }
  }

  @Test
  void hostAndAuthorityMustBeTheSame() throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1,
          END_STREAM,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":path",
          "/host",
          "host",
          "a.example");
      client.headers(
          3,
          END_STREAM,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":path",
          "/host",
          ":authority",
          "a.example",
          "host",
          "a.example");
      client.headers(
          5,
          END_STREAM,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":path",
          "/host",
          ":authority",
          "a.example",
          "host",
          "b.example");
      client.headers(7, END_STREAM, ":method", "GET", ":scheme", "http", ":path", "/host");
      client.headers(
          9,
          END_STREAM,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":path",
          "http://c/host",
          ":authority",
          "a.example");

      assertThat(client.response(1)).containsEntry(":status", "200");
      assertThat(client.body(1)).isEqualTo("a.example");
      assertThat(client.response(3)).containsEntry(":status", "200");
      assertThat(client.response(5)).containsEntry(":status", "400");
      assertThat(client.response(7)).containsEntry(":status", "400");
      assertThat(client.response(9)).containsEntry(":status", "400");
    }
  }

  @Test
  void targetsThatAreTooLongAreAnsweredWith414AndHeadersWith431() throws IOException {
    try (var server = inClear(config -> config.maxTargetBytes(256).maxHeaderBytes(1_000));
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, "/" + "x".repeat(300));
      client.headers(
          3,
          END_STREAM,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":path",
          "/host",
          ":authority",
          "test",
          "x-large",
          "y".repeat(1_500));

      assertThat(client.response(1)).containsEntry(":status", "414");
      assertThat(client.response(3)).containsEntry(":status", "431");
    }
  }

  @ParameterizedTest
  @CsvSource({"/host, user@test, 400", "host, test, 400", "*, test, 400", "/host, test, 200"})
  void targetsAndAuthoritiesMustBeProper(String path, String authority, String status)
      throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1,
          END_STREAM,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":path",
          path,
          ":authority",
          authority);

      assertThat(client.response(1)).containsEntry(":status", status);
    }
  }

  @Test
  void emptyTargetsAreErrorsOfTheStream() throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, "");

      assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isEqualTo(1);
    }
  }

  @Test
  void framesOfUnknownKindsAreIgnored() throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.headers(
          1,
          0,
          ":method",
          "POST",
          ":scheme",
          "http",
          ":path",
          "/sum",
          ":authority",
          "test",
          "content-type",
          "application/json",
          "expect",
          "something else");
      client.send(0x20, 0, 1, new byte[] {1, 2, 3});
      client.send(DATA, END_STREAM, 1, "{\"a\":2,\"b\":4}".getBytes(StandardCharsets.UTF_8));

      assertThat(client.response(1)).containsEntry(":status", "200");
    }
  }

  @Test
  void responsesThatAreNotReadAreGivenUp() throws IOException {
    try (var server = inClear(config -> config.sendTimeout(Duration.ofMillis(200)));
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, "/files/large.txt");

      assertThat(client.response(1)).containsEntry(":status", "200");
      assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @CsvSource({"PRI /x HTTP/2.0, 505", "PRI * HTTP/1.1, 400", "GET * HTTP/2.0, 505"})
  void whatOnlyLooksLikeThePrefaceIsRefused(String start, String status) throws IOException {
    try (var server = inClear(config -> config);
        var socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              (start + "\r\nhost: test\r\nconnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "a\rb"})
  void valuesThatCouldEndElsewhereAreErrorsOfTheStream(String value) throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, "/host", "x-two", value);

      assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"cooKie, a=b", ":path, /about", "connection, close", ":unknown, x", "te, gzip"})
  void fieldsThatHttp2DoesNotHaveAreErrorsOfTheStream(String name, String value)
      throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, "/host", name, value);

      assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isEqualTo(1);
    }
  }

  @Test
  void valuesWithLineEndsAreErrorsOfTheStream() throws IOException {
    try (var server = inClear(config -> config);
        var client = RawHttp2.inClear(server.port())) {
      client.get(1, "/host", "x-two", "a\r\nb: c");

      assertThat(client.await(frame -> frame.type() == RST_STREAM).error()).isEqualTo(1);
    }
  }

  // --- which version ---

  @Proves(checklist = 70)
  @ParameterizedTest
  @CsvSource({"TLS, h2, h2", "TLS, http/1.1, http/1.1", "OFF, h2, ''", "CLEARTEXT, h2, h2"})
  void alpnChoosesTheVersion(Http2 option, String offered, String chosen) throws IOException {
    try (var server = secured(config -> config.http2(option));
        var socket =
            (SSLSocket)
                authority
                    .clientContext()
                    .getSocketFactory()
                    .createSocket("localhost", server.port())) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {offered});
      socket.setSSLParameters(parameters);
      socket.startHandshake();

      assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
    }
  }

  @Proves(checklist = 70)
  @Test
  void prefersHttp2WhereTheClientOffersBoth() throws IOException {
    try (var server = secured(config -> config);
        var socket =
            (SSLSocket)
                authority
                    .clientContext()
                    .getSocketFactory()
                    .createSocket("localhost", server.port())) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"http/1.1", "h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();

      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    }
  }

  @Test
  void prefaceInClearIsRefusedUnlessItIsAllowed() throws IOException {
    try (var server = inClear(config -> config.http2(Http2.TLS));
        var socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 505 ");
    }
  }

  @Test
  void http11IsServedBesideHttp2InClear() throws IOException {
    try (var server = inClear(config -> config);
        var socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /version HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).endsWith("HTTP/1.1 http");
    }
  }

  @Test
  void prefaceMayComeByteByByte() throws IOException {
    try (var server = inClear(config -> config);
        var socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      byte[] start = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      for (byte one : start) {
        socket.getOutputStream().write(one);
        socket.getOutputStream().flush();
      }
      // SETTINGS, empty.
      socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});

      byte[] answer = socket.getInputStream().readNBytes(9);

      assertThat(answer[3]).isEqualTo((byte) RawHttp2.SETTINGS);
    }
  }
}
