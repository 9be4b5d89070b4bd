package dev.parley.http2;

import static dev.parley.http2.RawHttp2.CONTINUATION;
import static dev.parley.http2.RawHttp2.DATA;
import static dev.parley.http2.RawHttp2.END_HEADERS;
import static dev.parley.http2.RawHttp2.HEADERS;
import static dev.parley.http2.RawHttp2.PING;
import static dev.parley.http2.RawHttp2.RST_STREAM;
import static dev.parley.http2.RawHttp2.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Http2;
import dev.parley.Parley;
import dev.parley.Server;
import dev.parley.conformance.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that mean harm end; the one beside them notices nothing. */
@Timeout(60)
class Http2AbuseTest {
  /** Error codes of RFC 9113, section 7. */
  private static final int PROTOCOL_ERROR = 1;

  private static final int ENHANCE_YOUR_CALM = 11;

  private final AtomicInteger served = new AtomicInteger();
  private Server server;
  private RawHttp2 attacker;
  private RawHttp2 neighbour;

  @BeforeEach
  void start() throws IOException {
    server =
        Parley.create()
            .config(config ->
                config
                    .port(0)
                    .http2(Http2.CLEARTEXT)
                    .handshakeTimeout(Duration.ofSeconds(1))
                    .idleHttpTimeout(Duration.ofSeconds(1)))
            .websocket(
                "/ws",
                ws -> {
                  ws.accept();
                  for (var text : ws.texts()) {
                    ws.sendText(text);
                  }
                })
            .get("/quick", request -> "done")
            .get("/count", request -> served.incrementAndGet())
            .start();
    neighbour = RawHttp2.inClear(server.port());
    neighbour.open(1, "/ws");
    attacker = RawHttp2.inClear(server.port());
  }

  @AfterEach
  void neighbourIsServed() throws IOException {
    neighbour.text(1, "still here");
    assertThat(neighbour.nextText(1)).isEqualTo("still here");
    neighbour.close();
    attacker.close();
    server.close();
  }

  private void flood(int times, Runnable send) {
    try {
      for (int i = 0; i < times; i++) {
        send.run();
      }
    } catch (UncheckedIOException ended) {
      // The server has had enough.
    }
  }

  private void endsWith(int error) {
    var last = attacker.untilClosed();
    // A reset of the connection may overtake the frame that says why.
    assertThat(last).allSatisfy(goAway -> assertThat(goAway.error()).isEqualTo(error));
  }

  @Proves(checklist = 68)
  @Test
  void rapidResetsEndTheConnection() {
    int[] stream = {1};

    flood(
        1_000,
        () -> {
          attacker.get(stream[0], "/quick");
          attacker.send(RST_STREAM, 0, stream[0], ByteBuffer.allocate(4).putInt(8).array());
          stream[0] += 2;
        });

    endsWith(ENHANCE_YOUR_CALM);
  }

  @Test
  void requestsThatAreResetAtOnceAreNotServed() throws IOException {
    attacker.together(() -> {
      for (int stream = 1; stream < 40; stream += 2) {
        attacker.get(stream, "/count");
        attacker.send(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(8).array());
      }
    });

    attacker.get(41, "/count");
    assertThat(attacker.body(41)).isEqualTo("1");
  }

  @Proves(checklist = 68)
  @Test
  void resetsThatTheClientProvokesEndTheConnection() { // CVE-2025-8671
    int[] stream = {1};

    flood(
        1_000,
        () -> {
          attacker.connect(stream[0], "/ws");
          attacker.allow(stream[0], 0); // An error of the stream, which the server resets.
          stream[0] += 2;
        });

    endsWith(ENHANCE_YOUR_CALM);
  }

  @Proves(checklist = 68)
  @Test
  void pingFloodsEndTheConnection() {
    flood(100_000, () -> attacker.send(PING, 0, 0, new byte[8]));

    endsWith(ENHANCE_YOUR_CALM);
  }

  @Proves(checklist = 68)
  @Test
  void settingsFloodsEndTheConnection() {
    flood(100_000, () -> attacker.send(SETTINGS, 0, 0));

    endsWith(ENHANCE_YOUR_CALM);
  }

  @Proves(checklist = 68)
  @Test
  void continuationFloodsEndTheConnection() {
    attacker.send(
        HEADERS,
        0,
        1,
        attacker.block(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "test"));

    flood(100_000, () -> attacker.send(CONTINUATION, 0, 1));

    endsWith(ENHANCE_YOUR_CALM);
  }

  @Test
  void headersWithoutEndEndTheConnection() {
    attacker.send(HEADERS, 0, 1, attacker.block(":method", "GET"));
    byte[] block = attacker.block("x-large", "y".repeat(10_000));

    flood(1_000, () -> attacker.send(CONTINUATION, 0, 1, block));

    assertThat(attacker.untilClosed()).hasSizeLessThan(2);
  }

  @Test
  void emptyDataEndsTheConnection() {
    attacker.open(1, "/ws");

    flood(100_000, () -> attacker.send(DATA, 0, 1));

    endsWith(ENHANCE_YOUR_CALM);
  }

  @Test
  void streamsThatOpenNothingEndTheConnection() {
    attacker.send(DATA, 0, 1, new byte[10]);

    endsWith(PROTOCOL_ERROR);
  }

  @Test
  void connectionsOnWhichNothingIsAskedEnd() {
    assertThat(attacker.untilClosed()).hasSize(1);
  }

  @Test
  void connectionsThatAreIdleAfterRequestsEnd() {
    attacker.get(1, "/quick");
    assertThat(attacker.body(1)).isEqualTo("done");

    assertThat(attacker.untilClosed()).hasSize(1);
  }

  @Test
  void prefacesWithoutRestEnd() throws IOException {
    try (var socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nS".getBytes());

      // What comes are SETTINGS and GOAWAY at most.
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(200);
    }
  }

  @Test
  void headersEndedByContinuationsAreFine() {
    byte[] block =
        attacker.block(
            ":method", "GET", ":scheme", "http", ":path", "/quick", ":authority", "test");
    attacker.send(HEADERS, RawHttp2.END_STREAM, 1, java.util.Arrays.copyOf(block, 4));
    attacker.send(
        CONTINUATION, END_HEADERS, 1, java.util.Arrays.copyOfRange(block, 4, block.length));

    assertThat(attacker.response(1)).containsEntry(":status", "200");
  }
}
