package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.ServerConfig;
import dev.parley.WebSocket;
import dev.parley.WebSocketHandler;
import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/** An echo over TCP that tells what its handler has seen. */
final class Served implements AutoCloseable {
  private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private final TestClient client;

  private Served(UnaryOperator<ServerConfig.Builder> config) {
    App app =
        Parley.create().websocket("/ws", this::echo).get("/http", request -> "http").config(config);
    client = TestClient.overTcp(app);
  }

  private Served(App app) {
    client = TestClient.overTcp(app);
  }

  static Served echo() {
    return new Served(config -> config);
  }

  static Served echoWith(UnaryOperator<ServerConfig.Builder> config) {
    return new Served(config);
  }

  /** Another handler, which tells nothing. */
  static Served by(WebSocketHandler handler, UnaryOperator<ServerConfig.Builder> config) {
    return app(Parley.create().websocket("/ws", handler), config);
  }

  static Served app(App app, UnaryOperator<ServerConfig.Builder> config) {
    return new Served(app.config(config));
  }

  private void echo(WebSocket ws) {
    while (true) {
      switch (ws.receive()) {
        case Message.Text(var text) -> {
          seen.add(text);
          ws.sendText(text);
        }
        case Message.Binary(var bytes) -> {
          seen.add(bytes);
          ws.sendBytes(bytes);
        }
        case Message.Disconnect(var reason) -> {
          seen.add(reason);
          return;
        }
      }
    }
  }

  TestClient client() {
    return client;
  }

  /** A line behind its handshake. */
  RawClient line() {
    return client.raw("/ws");
  }

  /** A line on which permessage-deflate was agreed upon. */
  RawClient deflatedLine() {
    return deflatedLine("permessage-deflate");
  }

  RawClient deflatedLine(String offer) {
    var line = client.raw();
    line.sendPlain(
        """
        GET /ws HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Extensions: %s\r
        \r
        """
            .formatted(offer));
    var answer = line.receiveResponse();
    assertThat(answer.header("sec-websocket-extensions"))
        .hasValueSatisfying(agreed -> assertThat(agreed).startsWith("permessage-deflate"));
    return line;
  }

  /** The next message that the handler has seen, or the reason for its end. */
  Object nextSeen() throws InterruptedException {
    Object next = seen.poll(5, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("The handler has seen nothing for 5 s.");
    }
    return next;
  }

  /** Requires one close frame, then the end of the line, and that the handler saw only this end. */
  void expectFailure(RawClient line, int code, String reason) throws InterruptedException {
    expectOnlyClose(line, code, reason);
    assertThat(nextSeen()).isEqualTo(CloseReason.of(code, reason));
  }

  /** Requires that nothing follows but one close frame and the end of the line. */
  static void expectOnlyClose(RawClient line, int code, String reason) {
    var frame = line.receiveFrame();
    assertThat(frame.firstByte()).as("FIN and close: %s", frame).isEqualTo(0x88);
    assertThat(frame.masked()).isFalse();
    assertThat(ByteBuffer.wrap(frame.payload()).getShort() & 0xffff).isEqualTo(code);
    assertThat(new String(frame.payload(), 2, frame.payload().length - 2, StandardCharsets.UTF_8))
        .isEqualTo(reason);
    expectEnd(line);
  }

  /** Requires that the server ends the line in order, without a byte more. */
  static void expectEnd(RawClient line) {
    assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    Assertions.assertThatThrownBy(() -> line.receiveBytes(1))
        .hasMessageContaining("Nothing had arrived.");
  }

  /** Requires a text message of one frame. */
  static void expectText(RawClient line, String text) {
    var frame = line.receiveFrame();
    assertThat(frame.firstByte()).isEqualTo(0x80 | RawFrame.TEXT);
    assertThat(frame.text()).isEqualTo(text);
  }

  @Override
  public void close() {
    client.close();
  }
}
