package dev.parley.http2;

import static dev.parley.http2.RawHttp2.END_STREAM;
import static dev.parley.http2.RawHttp2.GOAWAY;
import static dev.parley.http2.RawHttp2.PING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Http2;
import dev.parley.Parley;
import dev.parley.Server;
import dev.parley.auth.CredentialSource;
import dev.parley.security.WholeLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients keep secret does not reach the log over HTTP/2 either. */
class SecretsOverHttp2Test {
  private static final String SECRET = "s3cr3t";

  private final WholeLog log = new WholeLog();
  private final Server server =
      Parley.create()
          .config(config -> config.port(0).http2(Http2.CLEARTEXT))
          .identity(
              String.class,
              token -> token.equals(SECRET) ? Optional.of("alice") : Optional.empty(),
              CredentialSource.bearer(),
              CredentialSource.query("token"))
          .websocket("/ws", ws -> ws.sendText(ws.dependency(String.class)))
          .websocket(
              "/crash",
              ws -> {
                throw new IllegalStateException("The handler fails.");
              })
          .post("/echo", request -> "got it")
          .start();

  private RawHttp2 client;

  @BeforeEach
  void connect() throws IOException {
    client = RawHttp2.inClear(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    log.close();
  }

  private void requireNoSecret() throws IOException {
    client.close();
    server.close();
    assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  private static String[] withSecrets() {
    return new String[] {
      "authorization", "Bearer " + SECRET,
      "cookie", "session=" + SECRET,
      "sec-websocket-protocol", "bearer, " + SECRET
    };
  }

  @Test
  void handshakesTellNone() throws IOException {
    client.connect(1, "/ws?token=" + SECRET, withSecrets());
    assertThat(client.response(1)).containsEntry(":status", "200");
    assertThat(client.nextText(1)).isEqualTo("alice");
    client.connect(3, "/nowhere?token=" + SECRET, withSecrets());
    assertThat(client.response(3)).containsEntry(":status", "404");
    client.connect(5, "/crash?token=" + SECRET, withSecrets());
    assertThat(client.response(5)).containsEntry(":status", "500");

    requireNoSecret();
    assertThat(log.lines()).anyMatch(line -> line.contains("The handler fails."));
  }

  @Test
  void trailersAndUnknownFramesTellNone() throws IOException {
    client.headers(
        1, 0, ":method", "POST", ":scheme", "http", ":path", "/echo", ":authority", "test");
    client.data(1, "x".getBytes(StandardCharsets.UTF_8));
    client.send(0x42, 0, 1, SECRET.getBytes(StandardCharsets.UTF_8));
    client.headers(1, END_STREAM, "x-token", SECRET);

    assertThat(client.response(1)).containsEntry(":status", "200");
    requireNoSecret();
  }

  @Test
  void malformedHeadersTellNone() throws IOException {
    client.connect(1, "/ws?token=" + SECRET, "X-Upper", SECRET);
    client.connect(3, "/ws?token=" + SECRET, "x-bad", SECRET + "\u0000");
    client.connect(5, "/ws?token=" + SECRET, "connection", SECRET);
    client.connect(7, "/ws?token=" + SECRET, ":late", SECRET);
    client.send(PING, 0, 0, SECRET.getBytes(StandardCharsets.UTF_8));

    assertThat(client.untilClosed()).extracting(RawHttp2.Frame::type).contains(GOAWAY);
    requireNoSecret();
  }
}
