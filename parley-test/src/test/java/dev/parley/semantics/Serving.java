package dev.parley.semantics;

import dev.parley.App;
import dev.parley.Parley;
import dev.parley.WebSocketHandler;
import dev.parley.test.TestClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Servers of one handler, on a port. */
final class Serving {
  private Serving() {}

  static App app(WebSocketHandler handler) {
    return Parley.create().websocket("/ws", handler);
  }

  /** A client, over TCP, of an application with one handler at {@code /ws}. */
  static TestClient of(WebSocketHandler handler) {
    return TestClient.overTcp(app(handler));
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(5, TimeUnit.SECONDS)) {
      throw new AssertionError("It did not happen within 5 s.");
    }
  }

  /** The head of a proper handshake, to which a test adds or of which it takes away. */
  static String handshake(String path, String... moreLines) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + lines(moreLines)
        + "\r\n";
  }

  /** A request of some lines. */
  static String request(String... linesOfRequest) {
    return lines(linesOfRequest) + "\r\n";
  }

  private static String lines(String... each) {
    return each.length == 0 ? "" : String.join("\r\n", each) + "\r\n";
  }
}
