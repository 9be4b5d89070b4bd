package dev.parley.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose body does not come with their head, and those whose body never comes. */
class AwaitedBodyTest {
  private static final String AWAITED_BODIES = "netty.AwaitedBody";
  private static final String REQUEST_HANDLERS = "netty.RequestHandler";

  private static final String UPLOAD = "POST /upload HTTP/1.1\r\nHost: localhost\r\n";
  private static final String FIVE_BYTES = UPLOAD + "Content-Length: 5\r\n\r\n";
  private static final String LONG_FIELDS = ("X-Field: " + "x".repeat(690) + "\r\n").repeat(20);
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  /** Keeps a handler, and a server that ends, busy, be it interrupted. */
  private final CompletableFuture<Void> busy = new CompletableFuture<>();

  private final TestClient client =
      TestClient.overTcp(
          Parley.create()
              .post("/upload", request -> new String(request.body(), US_ASCII))
              .websocket(
                  "/busy",
                  ws -> {
                    ws.accept();
                    busy.join();
                  }));

  @AfterEach
  void close() {
    client.close();
  }

  /** Waits until the server has looked at what came before. */
  private void letTheServerRead() {
    assertThat(client.get("/nothing").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\n|hello",
        "Content-Length: 5\r\n\r\n|he|l|lo",
        "Transfer-Encoding: chunked\r\n\r\n|5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n|5|\r\n|hel|lo\r|\n0\r\n|\r\n",
        "Content-|Length: 5\r\n\r\n|hello",
      })
  void aBodyThatComesBehindItsHeadIsServed(String pieces) {
    try (var line = client.raw()) {
      line.sendPlain(UPLOAD);
      for (var piece : pieces.split("\\|")) {
        letTheServerRead();
        line.sendPlain(piece);
      }

      var answer = line.receiveResponse();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("hello");
    }
  }

  @Test
  void aBodyBehindALongHeadIsServed() {
    try (var line = client.raw()) {
      line.sendPlain(UPLOAD + LONG_FIELDS + "Content-Length: 20000\r\n\r\n");
      letTheServerRead();
      line.sendPlain("x".repeat(20_000));

      assertThat(line.receiveResponse().text()).hasSize(20_000);
    }
  }

  @Test
  void requestsBehindTheBodyAreServed() {
    try (var line = client.raw()) {
      line.sendPlain(FIVE_BYTES);
      letTheServerRead();
      line.sendPlain("first" + FIVE_BYTES + "again" + FIVE_BYTES);
      assertThat(line.receiveResponse().text()).isEqualTo("first");
      assertThat(line.receiveResponse().text()).isEqualTo("again");
      letTheServerRead();
      line.sendPlain("third");

      assertThat(line.receiveResponse().text()).isEqualTo("third");
    }
  }

  @Test
  void whoeverWaitsForLeaveToSendABodyIsToldOnce() {
    try (var line = client.raw()) {
      line.sendPlain(UPLOAD + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertThat(line.receiveBytes(CONTINUE.length())).asString(US_ASCII).isEqualTo(CONTINUE);
      letTheServerRead();
      line.sendPlain("hello");

      var next = "HTTP/1.1 200 OK";
      assertThat(line.receiveBytes(next.length())).asString(US_ASCII).isEqualTo(next);
    }
  }

  @Test
  void timeRunsFromTheHeadHoweverMuchFollows() {
    try (var line = client.raw()) {
      line.sendPlain(FIVE_BYTES);
      letTheServerRead();
      client.time().advance(Duration.ofSeconds(6));
      line.sendPlain("h");
      letTheServerRead();
      client.time().advance(Duration.ofSeconds(6));

      assertThat(line.receiveResponse().status()).isEqualTo(408);
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void aBodyThatNeverComesIsAnsweredWith408() {
    try (var line = client.raw()) {
      line.sendPlain(FIVE_BYTES);
      letTheServerRead();
      client.time().advance(Duration.ofSeconds(11));

      var answer = line.receiveResponse();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("The request did not arrive in time.");
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void aLineThatWaitsForABodyHasNoChannel() throws JMException {
    Epoll.require();
    var lines = awaitingBodies(50);
    InMemory.await(REQUEST_HANDLERS, 0);

    lines.forEach(line -> {
      line.sendPlain("hello");
      assertThat(line.receiveResponse().text()).isEqualTo("hello");
    });
    InMemory.await(AWAITED_BODIES, 0);
    lines.forEach(RawClient::close);
  }

  @Test
  void aClientThatLeavesBeforeTheBodyLeavesNothingBehind() throws JMException {
    Epoll.require();
    var lines = awaitingBodies(30);

    lines.subList(0, 10).forEach(RawClient::reset);
    lines.subList(10, 20).forEach(RawClient::close);
    lines
        .subList(20, 30)
        .forEach(line -> {
          line.sendPlain("he");
          line.close();
        });

    InMemory.await(AWAITED_BODIES, 0);
    InMemory.await(REQUEST_HANDLERS, 0);
  }

  @Test
  void aServerThatEndsTakesTheBodiesOfThoseItHasLetIn() throws InterruptedException {
    try (var line = client.raw();
        var connection = client.websocket("/busy")) {
      line.sendPlain(FIVE_BYTES);
      letTheServerRead();
      var closing = Thread.ofVirtual().start(client.server()::close);
      connection.expectClose(1012);
      line.sendPlain("hello");

      assertThat(line.receiveResponse().text()).isEqualTo("hello");
      busy.complete(null);
      closing.join();
    }
  }

  private List<RawClient> awaitingBodies(int count) throws JMException {
    var lines = Stream.generate(client::raw).limit(count).toList();
    lines.forEach(line -> line.sendPlain(FIVE_BYTES));
    InMemory.await(AWAITED_BODIES, count);
    return lines;
  }
}
