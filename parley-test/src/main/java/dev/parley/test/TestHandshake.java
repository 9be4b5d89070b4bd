package dev.parley.test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * A handshake about to be sent: {@code client.connect("/ws").subprotocols("chat.v2").open()}.
 *
 * <p>For one connection and one thread.
 */
public final class TestHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private final TestClient client;
  private final String target;
  private final String key = newKey();
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final List<String> cookies = new ArrayList<>();

  TestHandshake(TestClient client, String target) {
    this.client = client;
    this.target = target;
  }

  /**
   * Adds a header field.
   *
   * @param name the name
   * @param value the value
   * @return this handshake
   */
  public TestHandshake header(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  /**
   * Adds a cookie for this connection alone, besides those of the client.
   *
   * @param name the name
   * @param value the value
   * @return this handshake
   */
  public TestHandshake cookie(String name, String value) {
    cookies.add(name + "=" + value);
    return this;
  }

  /**
   * Offers subprotocols.
   *
   * @param names the names in order of preference
   * @return this handshake
   */
  public TestHandshake subprotocols(String... names) {
    return header("sec-websocket-protocol", String.join(", ", names));
  }

  /**
   * Connects as a page of an origin does; without it the client is not a browser.
   *
   * @param origin the origin, such as {@code https://example.com}
   * @return this handshake
   */
  public TestHandshake origin(String origin) {
    return header("origin", origin);
  }

  /**
   * Connects and waits until the handshake is answered with 101.
   *
   * @return the connection, to be closed by the test
   * @throws HandshakeRefusedException if the answer is another
   * @throws AssertionError if there is none within {@link TestClient#deadline()}
   */
  public TestWebSocket open() {
    var exchange = new Exchange(client);
    try {
      var answer = exchange.ask(text());
      if (answer.status() != 101) {
        throw refused(exchange, answer);
      }
      requireProper(answer);
      exchange.handler().ifPresent(handler -> handler.awaitOpened(client.deadline()));
      return new TestWebSocket(client, target, exchange, answer);
    } catch (RuntimeException | Error failure) {
      exchange.end();
      throw failure;
    }
  }

  /**
   * Connects and requires that the handshake is refused. An exception of the handler counts as
   * expected.
   *
   * @param status the status that the answer must have
   * @return the answer
   * @throws AssertionError if the answer has another status, or there is none within {@link
   *     TestClient#deadline()}
   */
  public TestResponse expectRefusal(int status) {
    var exchange = new Exchange(client);
    try {
      var answer = exchange.ask(text());
      if (answer.status() != status) {
        var failure = exchange.handler().flatMap(HandlerRecord::takeFailure);
        throw new AssertionError(
            "Expected the handshake for "
                + target
                + " to be refused with "
                + status
                + ", got "
                + answer
                + ".",
            failure.orElse(null));
      }
      return answer;
    } finally {
      exchange.end();
    }
  }

  /** Connects and leaves the frames to the test. */
  RawClient raw() {
    var exchange = new Exchange(client);
    try {
      var answer = exchange.ask(text());
      if (answer.status() != 101) {
        throw refused(exchange, answer);
      }
      return new RawClient(client, target, exchange);
    } catch (RuntimeException | Error failure) {
      exchange.end();
      throw failure;
    }
  }

  private HandshakeRefusedException refused(Exchange exchange, TestResponse answer) {
    var failure = exchange.handler().flatMap(HandlerRecord::takeFailure);
    return new HandshakeRefusedException(target, answer, failure.orElse(null));
  }

  private RequestText text() {
    var all = client.commonHeaders(target, cookies);
    all.add(Map.entry("upgrade", "websocket"));
    all.add(Map.entry("connection", "Upgrade"));
    all.add(Map.entry("sec-websocket-version", "13"));
    all.add(Map.entry("sec-websocket-key", key));
    all.addAll(headers);
    return new RequestText("GET", target, all, new byte[0]);
  }

  /** Checks what a client must check (RFC 6455, section 4.1). */
  private void requireProper(TestResponse answer) {
    require(answer, "sec-websocket-accept", accept()::equals);
    require(answer, "upgrade", "websocket"::equalsIgnoreCase);
    require(answer, "connection", "upgrade"::equalsIgnoreCase);
    var offered =
        headers.stream()
            .filter(field -> field.getKey().equalsIgnoreCase("sec-websocket-protocol"))
            .flatMap(field -> List.of(field.getValue().split(" *, *")).stream())
            .toList();
    var chosen = answer.header("sec-websocket-protocol");
    if (chosen.isPresent() && !offered.contains(chosen.get())) {
      throw new AssertionError(
          "The server chose the subprotocol '" + chosen.get() + "'; offered were " + offered + ".");
    }
  }

  private static void require(TestResponse answer, String name, Predicate<String> rule) {
    if (answer.header(name).filter(rule).isEmpty()) {
      throw new AssertionError(
          "The 101 breaks RFC 6455, section 4.2.2: header '"
              + name
              + "' is "
              + answer.header(name).map(value -> "'" + value + "'").orElse("missing")
              + ".");
    }
  }

  private String accept() {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-1.", impossible);
    }
  }

  private static String newKey() {
    byte[] bytes = new byte[KEY_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
