package dev.parley.test;

import dev.parley.WebSocket;
import dev.parley.WebSocketHandler;
import java.util.concurrent.CountDownLatch;

/** A handler that does not mind being interrupted, until it is released. */
final class Stubborn implements WebSocketHandler {
  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  public void handle(WebSocket ws) {
    ws.accept();
    stay();
  }

  /** Stays until the release. */
  void stay() {
    while (released.getCount() > 0) {
      try {
        released.await();
      } catch (InterruptedException ignored) {
        // It stays.
      }
    }
  }

  void release() {
    released.countDown();
  }
}
