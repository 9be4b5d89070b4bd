package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines whose first request is refused: what the client sends behind it, and when they end. */
class RefusedLineTest {
  private static final String LINGERING = "netty.LingeringClose";
  private static final String REQUEST_HANDLERS = "netty.RequestHandler";

  private final TestClient client =
      TestClient.overTcp(
          Parley.create().websocket("/echo", ws -> ws.texts().forEach(ws::sendText)));

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aClientThatGoesOnSendingGetsToReadItsAnswer() {
    try (var line = client.raw()) {
      line.sendPlain("GET / HTTP/1.1\r\nHost: \r\r\n");
      for (int i = 0; i < 64; i++) {
        line.sendPlain("x".repeat(4_096));
      }

      var answer = line.receiveResponse();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("malformed");
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void aClientThatSendsWithoutEndHasToWait() throws Exception {
    Epoll.require();
    client.time().stop();
    var line = refused(1).getFirst();

    assertThatItWaitsUntilItsLineIsClosed(line);
  }

  @Test
  void aClientThatSendsWithoutEndBehindALaterRefusalHasToWaitAsWell() throws Exception {
    client.time().stop();
    var line = client.raw();
    line.sendPlain("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\nGET  / HTTP/1.1\r\n\r\n");
    assertThat(line.receiveResponse().status()).isEqualTo(404);
    assertThat(line.receiveResponse().status()).isEqualTo(400);

    assertThatItWaitsUntilItsLineIsClosed(line);
  }

  @Test
  void aRefusedLineHasNoChannel() throws JMException {
    Epoll.require();
    client.time().stop();
    var lines = refused(50);

    InMemory.await(LINGERING, 50);
    InMemory.await(REQUEST_HANDLERS, 0);

    client.time().advance(Duration.ofMillis(1_100));
    InMemory.await(LINGERING, 0);
    lines.forEach(RawClient::close);
  }

  @Test
  void clientsThatLeaveAfterTheirAnswerLeaveNothingBehind() throws JMException {
    Epoll.require();
    client.time().stop();
    var lines = refused(20);
    InMemory.await(LINGERING, 20);

    lines.subList(0, 10).forEach(RawClient::reset);
    lines.subList(10, 20).forEach(RawClient::close);

    InMemory.await(LINGERING, 0);
  }

  @Test
  void aLineThatWasServedBeforeItIsRefusedIsToldSoBehindItsAnswer() {
    try (var line = client.raw()) {
      line.sendPlain("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\nGET  / HTTP/1.1\r\n\r\n");

      assertThat(line.receiveResponse().status()).isEqualTo(404);
      assertThat(line.receiveResponse().status()).isEqualTo(400);
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  private void assertThatItWaitsUntilItsLineIsClosed(RawClient line) throws Exception {
    var waiting = sendUntilNothingIsTaken(line);
    client.time().advance(Duration.ofMillis(1_100));

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    line.close();
  }

  /** Returns what waits to be sent. The buffers of both sockets hold a few MiB. */
  private static Future<Void> sendUntilNothingIsTaken(RawClient line)
      throws ExecutionException, InterruptedException {
    for (int sent = 0; sent < 32; sent++) {
      var piece = line.sendBytes(new byte[1024 * 1024]);
      try {
        piece.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException waits) {
        return piece;
      }
    }
    throw new AssertionError("32 MiB were taken.");
  }

  private List<RawClient> refused(int count) {
    var lines = new ArrayList<RawClient>();
    for (int i = 0; i < count; i++) {
      var line = client.raw();
      line.sendPlain("GET /  HTTP/1.1\r\n\r\n");
      assertThat(line.receiveResponse().status()).isEqualTo(400);
      lines.add(line);
    }
    return lines;
  }
}
