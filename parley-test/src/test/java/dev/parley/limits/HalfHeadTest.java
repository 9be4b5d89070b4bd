package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests whose head comes in pieces, and those that never come to their end. */
class HalfHeadTest {
  private static final String HALF_HEADS = "netty.HalfHead";
  private static final String REQUEST_HANDLERS = "netty.RequestHandler";

  private static final String LONG_FIELD = "X-Field: " + "x".repeat(690) + "\r\n";

  private static final String HANDSHAKE =
      """
      GET /echo HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private final TestClient client =
      TestClient.overTcp(
          Parley.create().websocket("/echo", ws -> ws.texts().forEach(ws::sendText)));

  @AfterEach
  void close() {
    client.close();
  }

  /** Waits until the server has looked at what came before. */
  private void letTheServerRead() {
    assertThat(client.get("/nothing").status()).isEqualTo(404);
  }

  @Test
  void aHeadInPiecesOpensAConnectionAndTheFrameBehindItArrives() {
    try (var line = client.raw()) {
      for (int from = 0; from < HANDSHAKE.length(); from += 3) {
        letTheServerRead();
        line.sendPlain(HANDSHAKE.substring(from, Math.min(from + 3, HANDSHAKE.length())));
      }
      line.sendText("hello");

      assertThat(line.receiveResponse().status()).isEqualTo(101);
      assertThat(line.receiveFrame().text()).isEqualTo("hello");
    }
  }

  @Test
  void aLongHeadInPiecesOpensAConnectionAndTheFrameBehindItArrives() {
    var head = HANDSHAKE.replaceFirst("\r\n", "\r\n" + LONG_FIELD.repeat(20));
    try (var line = client.raw()) {
      for (int from = 0; from < head.length(); from += 501) {
        letTheServerRead();
        line.sendPlain(head.substring(from, Math.min(from + 501, head.length())));
      }
      line.sendText("hello");

      assertThat(line.receiveResponse().status()).isEqualTo(101);
      assertThat(line.receiveFrame().text()).isEqualTo("hello");
    }
  }

  @Test
  void whatIsMalformedIsRefusedBeforeALongHeadHasEnded() {
    try (var line = client.raw()) {
      line.sendPlain("GET /echo HTTP/1.1\r\nHost: localhost\r\n" + LONG_FIELD.repeat(10));
      letTheServerRead();
      line.sendPlain("No colon\r\n");

      assertThat(line.receiveResponse().status()).isEqualTo(400);
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void whatIsMalformedIsRefusedBeforeTheHeadHasEnded() {
    try (var line = client.raw()) {
      line.sendPlain("GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Field: a");
      letTheServerRead();
      line.sendPlain("\r\n on two lines\r\n");

      assertThat(line.receiveResponse().status()).isEqualTo(400);
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void aTargetThatIsTooLongIsRefusedBeforeTheLineHasEnded() {
    try (var line = client.raw()) {
      line.sendPlain("GET /");
      for (int i = 0; i < 9; i++) {
        letTheServerRead();
        line.sendPlain("x".repeat(1_000));
      }

      assertThat(line.receiveResponse().status()).isEqualTo(414);
    }
  }

  @Test
  void timeRunsFromTheFirstByteHoweverManyFollow() {
    try (var line = client.raw()) {
      line.sendPlain("GET /echo HTTP/1.1\r\nHost: localhost\r\n");
      letTheServerRead();
      client.time().advance(Duration.ofSeconds(6));
      line.sendPlain("X-Field: a\r\n");
      letTheServerRead();
      line.sendPlain("X-");
      letTheServerRead();
      client.time().advance(Duration.ofSeconds(6));

      var answer = line.receiveResponse();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("The request did not arrive in time.");
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void aClientThatLeavesWithinTheHeadLeavesNothingBehind() throws JMException {
    Epoll.require();
    var lines = halfHeads(20);
    awaitHalfHeads(20);

    lines.subList(0, 10).forEach(RawClient::reset);
    lines.subList(10, 20).forEach(RawClient::close);

    awaitHalfHeads(0);
  }

  @Test
  void aClientThatLeavesRightBehindAPieceLeavesNothingBehind() throws JMException {
    Epoll.require();
    var lines = halfHeads(20);
    awaitHalfHeads(20);

    lines.forEach(line -> {
      line.sendPlain("X-");
      line.close();
    });

    awaitHalfHeads(0);
  }

  @Test
  void aClientThatCutsItsLineAfter408LeavesNothingBehind() throws JMException {
    Epoll.require();
    var lines = halfHeads(20);
    awaitHalfHeads(20);

    client.time().advance(Duration.ofSeconds(11));
    lines.forEach(line -> {
      assertThat(line.receiveResponse().status()).isEqualTo(408);
      line.sendPlain("X-");
      line.reset();
    });

    awaitHalfHeads(0);
  }

  /** A client that comes may get the number of a socket that has just been closed. */
  @Test
  void clientsThatCutTheirLinesAtOnceTakeNothingFromThoseThatComeNext() throws Exception {
    Epoll.require();
    client.time().stop();
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), client.server().port());
    for (int i = 0; i < 2_000; i++) {
      try (var line = SocketChannel.open(server)) {
        line.setOption(StandardSocketOptions.SO_LINGER, 0);
        line.write(ByteBuffer.wrap("GET /nothing HTTP".getBytes(StandardCharsets.US_ASCII)));
      }
    }

    InMemory.await(REQUEST_HANDLERS, 0);
    awaitHalfHeads(0);
  }

  @Test
  void aHalfHeadHasNoChannel() throws JMException {
    Epoll.require();
    var lines = halfHeads(50);
    awaitHalfHeads(50);

    lines.forEach(line -> {
      line.sendPlain("\r\n");
      assertThat(line.receiveResponse().status()).isEqualTo(404);
    });
    awaitHalfHeads(0);
    lines.forEach(RawClient::close);
  }

  @Test
  void aHeadThatComesLineByLineHasNoChannel() throws JMException {
    Epoll.require();
    var lines = halfHeads(50);
    for (int i = 0; i < 3; i++) {
      awaitHalfHeads(50);
      lines.forEach(line -> line.sendPlain("X-Field: a\r\n"));
    }

    InMemory.await(REQUEST_HANDLERS, 0);
    awaitHalfHeads(50);
    lines.forEach(RawClient::close);
  }

  @Test
  void aSilentLineHasNoDecoder() throws JMException {
    var lines = Stream.generate(client::raw).limit(20).toList();

    InMemory.await("netty.SilentLine", 20);
    InMemory.await(REQUEST_HANDLERS, 0);
    InMemory.await("netty.RequestDecoder", 0);
    lines.forEach(RawClient::close);
    InMemory.await("netty.SilentLine", 0);
  }

  private List<RawClient> halfHeads(int count) {
    var lines = new ArrayList<RawClient>();
    for (int i = 0; i < count; i++) {
      var line = client.raw();
      line.sendPlain("GET /nothing HTTP/1.1\r\nHost: localhost\r\n");
      lines.add(line);
    }
    return lines;
  }

  private static void awaitHalfHeads(int expected) throws JMException {
    InMemory.await(HALF_HEADS, expected);
  }
}
