package dev.parley.auth;

import dev.parley.WebSocket;
import java.time.Duration;

/** Authentication by the first message of a connection: {@code {"type": "auth", "token": ...}}. */
public final class FirstMessage {
  private FirstMessage() {}

  /**
   * Waits for the first message and checks its token.
   *
   * @param ws the connection, from which nothing was received yet
   * @param timeout how long the client may take
   * @param authenticator checks the token
   * @param <I> the type of the identity
   * @return the identity
   * @throws dev.parley.WebSocketException with 4000 {@code Auth timeout} if no message came in time, with 4001
   *     {@code Auth failed} if it was anything but a valid token
   * @throws dev.parley.WebSocketClosedException if the connection ended
   */
  public static <I> I authenticate(
      WebSocket ws, Duration timeout, Authenticator<? extends I> authenticator) {
    throw new UnsupportedOperationException();
  }
}
