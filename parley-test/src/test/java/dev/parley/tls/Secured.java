package dev.parley.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.App;
import dev.parley.Parley;
import dev.parley.Server;
import dev.parley.ServerConfig;
import dev.parley.Tls;
import dev.parley.TlsEngine;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server over TLS, and clients for it. */
final class Secured implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Server server;

  private Secured(Server server) {
    this.server = server;
  }

  /** An app that tells who asks and how. */
  static App app(UnaryOperator<Tls.Builder> tls) {
    requireEngine(ServerConfig.builder().tls(tls).build().tls().engine());
    return Parley.create()
        .config(config -> config.port(0).handshakeTimeout(Duration.ofSeconds(2)).tls(tls))
        .get(
            "/who",
            request ->
                request.scheme()
                    + " "
                    + request
                        .clientCertificate()
                        .map(one -> one.getSubjectX500Principal().getName())
                        .orElse("nobody"))
        .websocket(
            "/ws",
            ws -> {
              ws.sendText(ws.handshake().scheme() + " " + ws.handshake().httpVersion());
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            });
  }

  /** Skips the test where OpenSSL is not to be had, unless everything is required. */
  private static void requireEngine(TlsEngine engine) {
    if (engine == TlsEngine.OPENSSL && !"true".equals(System.getenv("PARLEY_REQUIRE_ALL"))) {
      assumeTrue(OpenSsl.isAvailable(), "There is no OpenSSL for this platform.");
    }
  }

  static Secured start(UnaryOperator<Tls.Builder> tls) {
    return start(app(tls));
  }

  static Secured start(App app) {
    return new Secured(app.start());
  }

  Server server() {
    return server;
  }

  int port() {
    return server.port();
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + port() + path);
  }

  /** Finishes a handshake and returns the certificate that the server shows for a name. */
  X509Certificate certificateFor(SSLContext context, String name) throws IOException {
    try (var socket = connect(context, name)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Finishes a handshake, asking for a name. */
  SSLSocket connect(SSLContext context, String name) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A socket of a version of TLS whose handshake has not begun. */
  SSLSocket plainTls(SSLContext context, String version) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  /** Asks for a path by HTTP/1.1 and returns the body. */
  String get(SSLContext context, String path) throws IOException {
    try (var socket = connect(context, "localhost")) {
      ask(socket.getOutputStream(), path);
      var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return response.substring(response.indexOf("\r\n\r\n") + 4);
    }
  }

  static void ask(OutputStream out, String path) throws IOException {
    out.write(
        ("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** A socket without TLS. */
  Socket plain() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress("localhost", port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Opens a WebSocket. */
  Conversation websocket(SSLContext context) {
    return websocket(HttpClient.newBuilder().sslContext(context).build());
  }

  /** Opens a WebSocket as one of several of a client. */
  Conversation websocket(HttpClient client) {
    return websocket(client, "/ws");
  }

  /** Opens a WebSocket of a path. */
  Conversation websocket(HttpClient client, String path) {
    var texts = new LinkedBlockingQueue<String>();
    var socket =
        client
            .newWebSocketBuilder()
            .buildAsync(uri("wss", path), new Texts(texts))
            .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .join();
    return new Conversation(socket, texts);
  }

  @Override
  public void close() {
    server.close();
  }

  /** A WebSocket of a client. */
  record Conversation(WebSocket socket, LinkedBlockingQueue<String> texts)
      implements AutoCloseable {
    void send(String text) {
      socket.sendText(text, true).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    }

    String next() throws InterruptedException {
      var text = texts.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return text == null ? "nothing came" : text;
    }

    @Override
    public void close() {
      socket.abort();
    }
  }

  private record Texts(LinkedBlockingQueue<String> texts) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      texts.add(data.toString());
      return WebSocket.Listener.super.onText(socket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      texts.add("closed " + code);
      return WebSocket.Listener.super.onClose(socket, code, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      texts.add("failed: " + failure.getMessage());
    }
  }
}
