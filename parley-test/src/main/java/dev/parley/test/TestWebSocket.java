package dev.parley.test;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Headers;
import dev.parley.Message;
import dev.parley.WebSocketClosedException;
import dev.parley.internal.protocol.FrameWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A WebSocket as a proper client sees it: pings and closes are answered by themselves.
 *
 * <p>Every wait ends after {@link TestClient#deadline()} with an {@link AssertionError} that says
 * what was awaited, what had arrived, and where the handler is. What the handler threw and nothing
 * maps is thrown in the test: by the receive that meets the end, or when the block is left. Safe to
 * use from any thread.
 */
public final class TestWebSocket implements AutoCloseable {
  private final TestClient client;
  private final String target;
  private final Exchange exchange;
  private final TestResponse accepted;
  private final ClientConnection connection;
  private boolean left;

  TestWebSocket(TestClient client, String target, Exchange exchange, TestResponse accepted) {
    this.client = client;
    this.target = target;
    this.exchange = exchange;
    this.accepted = accepted;
    this.connection = new ClientConnection(exchange.wire());
    exchange.inbox().handOver(connection);
    client.opened(this);
  }

  // --- the handshake ---

  /**
   * Returns the subprotocol that the server chose.
   *
   * @return the subprotocol, or empty
   */
  public Optional<String> subprotocol() {
    return accepted.header("sec-websocket-protocol");
  }

  /**
   * Returns the headers of the answer that accepted the handshake.
   *
   * @return the headers of the 101
   */
  public Headers headers() {
    return accepted.headers();
  }

  // --- sending ---

  /**
   * Sends a text message and waits until the line has taken it.
   *
   * @param text the message
   * @throws WebSocketClosedException if the connection is closed
   */
  public void sendText(String text) {
    send(FrameWriter.text(text));
  }

  /**
   * Sends a binary message and waits until the line has taken it.
   *
   * @param bytes the content
   * @throws WebSocketClosedException if the connection is closed
   */
  public void sendBytes(byte[] bytes) {
    send(FrameWriter.binary(bytes));
  }

  /**
   * Sends a value as JSON in a text message and waits until the line has taken it.
   *
   * @param value the value
   * @throws WebSocketClosedException if the connection is closed
   */
  public void sendJson(@Nullable Object value) {
    send(FrameWriter.textOfUtf8(TestJson.bytes(value)));
  }

  // --- receiving ---

  /**
   * Waits for the next message, of any kind, or the end.
   *
   * @return a message; {@link Message.Disconnect} as the last one and on every later call
   * @throws AssertionError if nothing came in time
   */
  public Message receive() {
    return next("a message", client.deadline());
  }

  /**
   * Waits for the next message, which must be text.
   *
   * @return the text
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or a binary message came
   */
  public String receiveText() {
    return receiveText(client.deadline());
  }

  /**
   * Waits for a text message, at most for a time.
   *
   * @param limit how long at most
   * @return the text
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or a binary message came
   */
  public String receiveText(Duration limit) {
    return switch (message("a text message", limit)) {
      case Message.Text(var text) -> text;
      case Message other -> throw unexpected("a text message", other);
    };
  }

  /**
   * Waits for the next message, which must be binary.
   *
   * @return the content
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or a text message came
   */
  public byte[] receiveBytes() {
    return receiveBytes(client.deadline());
  }

  /**
   * Waits for a binary message, at most for a time.
   *
   * @param limit how long at most
   * @return the content
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or a text message came
   */
  public byte[] receiveBytes(Duration limit) {
    return switch (message("a binary message", limit)) {
      case Message.Binary(var bytes) -> bytes;
      case Message other -> throw unexpected("a binary message", other);
    };
  }

  /**
   * Waits for the next message, which must be text with JSON of any shape.
   *
   * @return the value
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or it is no JSON
   */
  public JsonNode receiveJson() {
    return receiveJson(client.deadline());
  }

  /**
   * Waits for a JSON message, at most for a time.
   *
   * @param limit how long at most
   * @return the value
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or it is no JSON
   */
  public JsonNode receiveJson(Duration limit) {
    return TestJson.read(receiveText(limit), "the message on " + target);
  }

  /**
   * Waits for the next message and reads it as a value of a type.
   *
   * @param type the type: a record, a sealed interface of records, or anything that JSON can be
   *     read into
   * @param <T> the type
   * @return the value
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or it does not fit the type
   */
  public <T> T receive(Class<T> type) {
    return receive(type, client.deadline());
  }

  /**
   * Waits for a typed message, at most for a time.
   *
   * @param type the type
   * @param limit how long at most
   * @param <T> the type
   * @return the value
   * @throws WebSocketClosedException if the server closed the connection
   * @throws AssertionError if nothing came in time, or it does not fit the type
   */
  public <T> T receive(Class<T> type, Duration limit) {
    return TestJson.read(receiveText(limit), type, "the message on " + target);
  }

  /**
   * Requires that nothing comes for a time: no message and no close.
   *
   * @param duration how long, by the time of the machine
   * @throws AssertionError if something came
   */
  public void expectNothing(Duration duration) {
    var came = connection.take(duration);
    if (came.isPresent()) {
      throw unexpected("nothing for " + Durations.text(duration), came.get());
    }
  }

  // --- the end ---

  /**
   * Waits until the server closes the connection.
   *
   * @return its code and reason; 1005 where the close frame had no code, 1006 where the line ended
   *     without one
   * @throws AssertionError if it does not in time, or a message comes first
   */
  public CloseReason expectClose() {
    return switch (next("the close", client.deadline())) {
      case Message.Disconnect(var reason) -> reason;
      case Message other -> throw unexpected("the close", other);
    };
  }

  /**
   * Waits until the server closes the connection, and requires a code. With 1011 an exception of
   * the handler counts as expected: leaving the block does not throw it again.
   *
   * @param code the code that must come
   * @return the code and the reason
   * @throws AssertionError if another code comes, or a message comes first, or nothing in time
   */
  public CloseReason expectClose(int code) {
    var reason = expectClose();
    if (reason.code() != code) {
      var error =
          new AssertionError(
              "Expected " + target + " to be closed with " + code + ", got " + reason + ".");
      takeFailure().ifPresent(error::initCause);
      throw error;
    }
    if (code == CloseCode.INTERNAL_ERROR) {
      takeFailure();
    }
    return reason;
  }

  /**
   * Waits until the handler throws something that nothing maps, and returns it; leaving the block
   * does not throw it again.
   *
   * @param type the type of the exception
   * @param <T> the type
   * @return the exception
   * @throws AssertionError if the handler ends without, throws another, or does neither in time
   */
  public <T extends Throwable> T expectFailure(Class<T> type) {
    var failure = handler().awaitFailure(client.deadline());
    if (failure.isEmpty()) {
      throw new AssertionError(
          "Expected the handler of "
              + target
              + " to throw "
              + type.getName()
              + ". "
              + whereabouts());
    }
    if (!type.isInstance(failure.get())) {
      throw new AssertionError(
          "Expected the handler of "
              + target
              + " to throw "
              + type.getName()
              + ", it threw another.",
          failure.get());
    }
    return type.cast(failure.get());
  }

  /**
   * Closes the connection with a code and a reason, and waits for the answer of the server.
   *
   * @param code a code that may be sent (RFC 6455, section 7.4)
   * @param reason the text, at most 123 bytes of UTF-8
   * @throws IllegalArgumentException if the code may not be sent
   * @throws AssertionError if the server does not answer in time
   */
  public void close(int code, String reason) {
    if (!CloseCode.maySend(code)) {
      throw new IllegalArgumentException(
          "Close code is " + code + "; expected 1000 to 1003, 1007 to 1014 or 3000 to 4999.");
    }
    connection.sendClose(CloseReason.of(code, reason));
    awaitLineEnd();
  }

  /** Cuts the line without a close frame, as a lost network does. The handler sees 1006. */
  public void cut() {
    exchange.wire().reset();
  }

  /**
   * Returns why the server closed the connection.
   *
   * @return the code and reason; empty while it has not
   */
  public Optional<CloseReason> closeReason() {
    return connection.closeReason();
  }

  /**
   * Waits until the handler and its clean-up have ended, and throws what the handler threw and
   * nothing maps.
   *
   * @throws AssertionError if they do not end in time
   */
  public void awaitHandler() {
    if (!handler().awaitEnd(client.handlerPatience())) {
      throw new AssertionError(
          "Awaited the end of the handler of "
              + target
              + " for "
              + Durations.text(client.handlerPatience())
              + " in vain. "
              + whereabouts());
    }
    raiseFailure();
  }

  /**
   * Closes the connection with 1000 unless it is closed, waits until the handler and its clean-up
   * have ended, and throws what the handler threw and nothing maps.
   *
   * @throws AssertionError if the handler does not end in time
   */
  @Override
  public void close() {
    if (left) {
      return;
    }
    left = true;
    client.left(this);
    try {
      connection.sendClose(CloseReason.of(CloseCode.NORMAL, ""));
      if (!connection.awaitLineEnd(client.deadline())) {
        // The server does not read, so it cannot answer: it must learn in another way that nobody
        // is there.
        cut();
      }
      if (exchange.handler().isPresent()) {
        awaitHandler();
      }
    } finally {
      exchange.end();
    }
  }

  /** Returns what it is connected to, and how it stands. */
  @Override
  public String toString() {
    return target + closeReason().map(reason -> " closed with " + reason).orElse(" open");
  }

  // --- waits ---

  private void send(byte[] frame) {
    await(connection.sendMessage(frame));
  }

  private void await(CompletableFuture<Void> sent) {
    try {
      sent.get(client.deadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooSlow) {
      throw new AssertionError(
          "Awaited the server to take a message on "
              + target
              + " for "
              + Durations.text(client.deadline())
              + " in vain: it does not read, as too much waits for its handler. "
              + whereabouts(),
          tooSlow);
    } catch (ExecutionException gone) {
      throw new WebSocketClosedException(
          closeReason().orElseGet(() -> CloseReason.of(CloseCode.ABNORMAL, "")));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted while it sent.", interrupted);
    }
  }

  private void awaitLineEnd() {
    if (!connection.awaitLineEnd(client.deadline())) {
      throw new AssertionError(
          "Awaited the server to answer the close of "
              + target
              + " for "
              + Durations.text(client.deadline())
              + " in vain. "
              + connection.history());
    }
  }

  /** The next message; its end is an exception. */
  private Message message(String what, Duration limit) {
    var message = next(what, limit);
    if (message instanceof Message.Disconnect(var reason)) {
      raiseFailure();
      throw new WebSocketClosedException(reason);
    }
    return message;
  }

  private Message next(String what, Duration limit) {
    var message = connection.take(limit);
    connection
        .violation()
        .filter(broken -> message.filter(Message.Disconnect.class::isInstance).isPresent())
        .ifPresent(broken -> {
          throw new AssertionError(
              "The server broke the protocol on " + target + ": " + broken.reason());
        });
    return message.orElseThrow(() ->
        new AssertionError(
            "Awaited "
                + what
                + " on "
                + target
                + " for "
                + Durations.text(limit)
                + " in vain; the connection is open. "
                + connection.history()
                + " "
                + whereabouts()));
  }

  private AssertionError unexpected(String expected, Message message) {
    var error =
        new AssertionError(
            "Expected " + expected + " on " + target + ", got " + Descriptions.of(message) + ".");
    takeFailure().ifPresent(error::initCause);
    return error;
  }

  // --- the server's side ---

  private HandlerRecord handler() {
    return exchange
        .handler()
        .orElseThrow(() ->
            new IllegalStateException(
                "The server runs elsewhere: what its handlers do is not known here. Make the client with"
                    + " TestClient.of or TestClient.overTcp."));
  }

  private Optional<Throwable> takeFailure() {
    return exchange.handler().flatMap(HandlerRecord::takeFailure);
  }

  private void raiseFailure() {
    var failure = takeFailure();
    if (failure.isPresent()) {
      throw Raising.raise(failure.get());
    }
  }

  private String whereabouts() {
    return exchange.handler().map(HandlerRecord::whereabouts).orElse("");
  }
}
