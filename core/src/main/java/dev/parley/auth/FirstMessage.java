package dev.parley.auth;

import dev.parley.MalformedMessageException;
import dev.parley.ReceiveTimeoutException;
import dev.parley.WebSocket;
import dev.parley.WebSocketException;
import dev.parley.internal.limit.Identified;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Authentication by the first message of a connection: {@code {"type": "auth", "token": ...}}. */
public final class FirstMessage {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.auth");
  private static final int TIMEOUT = 4000;
  private static final int FAILED = 4001;

  private FirstMessage() {}

  /**
   * Waits for the first message and checks its token.
   *
   * @param ws the connection, from which nothing was received yet
   * @param timeout how long the client may take
   * @param authenticator checks the token
   * @param <I> the type of the identity
   * @return the identity
   * @throws dev.parley.WebSocketException with 4000 {@code Auth timeout} if no message came in
   *     time, with 4001 {@code Auth failed} if it was anything but a valid token
   * @throws dev.parley.HttpException with 429, which closes the connection with 1008, if the user
   *     has too many connections; see {@link dev.parley.Limits#maxConnectionsPerUser()}
   * @throws dev.parley.WebSocketClosedException if the connection ended
   */
  public static <I> I authenticate(
      WebSocket ws, Duration timeout, Authenticator<? extends I> authenticator) {
    try {
      I identity =
          identity(ws.receiveJson(timeout), authenticator).orElseThrow(FirstMessage::failed);
      if (ws instanceof Identified connection) {
        connection.identified(Objects.requireNonNull(identity));
      }
      return identity;
    } catch (ReceiveTimeoutException late) {
      throw new WebSocketException(TIMEOUT, "Auth timeout");
    } catch (MalformedMessageException noJson) {
      throw failed();
    }
  }

  private static <I> Optional<? extends I> identity(
      JsonNode message, Authenticator<? extends I> authenticator) {
    var token = message.path("token");
    if (!message.path("type").asString("").equals("auth") || !token.isString()) {
      return Optional.empty();
    }
    try {
      return authenticator.authenticate(token.stringValue());
    } catch (RuntimeException failure) {
      LOG.warn("The authenticator failed; the client is refused", failure);
      return Optional.empty();
    }
  }

  private static WebSocketException failed() {
    return new WebSocketException(FAILED, "Auth failed");
  }
}
