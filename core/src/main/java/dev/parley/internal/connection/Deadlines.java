package dev.parley.internal.connection;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.ServerConfig;
import dev.parley.WebSocket.State;
import dev.parley.internal.time.TimeSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a connection has waited long enough: for its handler's answer, for a sign of life, for the
 * peer's close frame, for the handler's end. Looked at by {@link #sweep}, so that no timer exists
 * for any of them. Event loop only.
 */
final class Deadlines {
  /** How long a peer that broke a rule is listened to, so that it gets to read why. */
  private static final long FAILED_LINGER_NANOS = 1_000_000_000L;

  private static final byte[] PING_PAYLOAD = {'p'};

  private final Connection connection;

  /** Whether frames may go: the connection may be open before, as another thread has opened it. */
  private boolean opened;

  /** Whether bytes came since the last sweep. */
  private boolean heard;

  private long nextPingAt;

  /** Watches for messages; null if none are due. */
  private @Nullable Silence silence;

  /**
   * Since when what is due next is awaited: the handler's answer to the handshake, then a sign of
   * life while {@link #awaitingPong}, at last the peer's close frame once {@link #closing}.
   */
  private long awaitingSince;

  private boolean awaitingPong;
  private boolean closing;
  private boolean ended;
  private boolean interrupted;
  private boolean complained;
  private boolean handlerEnded;
  private long endedAt;

  Deadlines(Connection connection, ConnectionSettings settings) {
    this.connection = connection;
    this.awaitingSince = settings.time().nanoTime();
  }

  private ServerConfig config() {
    return connection.config();
  }

  private TimeSource time() {
    return connection.time();
  }

  void received() {
    heard = true;
  }

  void sent() {
    // Progress of a peer that reads slowly, but reads, puts the end off; not without limit.
    if (closing && time().nanoTime() - awaitingSince < config().sendTimeout().toNanos()) {
      awaitingSince = time().nanoTime();
    }
  }

  void opened() {
    opened = true;
    // Spread, so that clients that came together are not pinged together.
    long interval = config().heartbeatInterval().toNanos();
    nextPingAt =
        time().nanoTime() + interval / 2 + ThreadLocalRandom.current().nextLong(interval / 2);
    silence = Silence.of(config().limits(), time().nanoTime());
  }

  /** A message came from the peer. */
  void messageCame() {
    if (silence != null) {
      silence.came();
    }
  }

  /** A message goes to the peer. */
  void messageWent() {
    if (silence != null) {
      silence.went();
    }
  }

  void closing() {
    closing = true;
    awaitingSince = time().nanoTime();
  }

  void connectionEnded() {
    if (ended) {
      return;
    }
    ended = true;
    endedAt = time().nanoTime();
    if (!connection.closedByHandler() && !connection.task().hasReceived()) {
      interruptHandler();
    }
  }

  void handlerEnded() {
    handlerEnded = true;
    forgetIfOver();
  }

  void sweep(long now) {
    switch (connection.state()) {
      case CONNECTING -> sweepConnecting(now);
      case OPEN -> sweepOpen(now);
      case CLOSING -> sweepClosing(now);
      case CLOSED -> {
        // Only its handler is left.
      }
    }
    if (ended && !handlerEnded) {
      sweepHandler(now);
    }
  }

  private void sweepConnecting(long now) {
    if (now - awaitingSince >= config().handshakeTimeout().toNanos()) {
      connection.task().handshakeTimedOut();
    }
  }

  private void sweepOpen(long now) {
    if (!opened) {
      return;
    }
    if (closing) {
      sweepClosing(now);
      return;
    }
    if (silence != null && breaksSilence(silence, now)) {
      return;
    }
    boolean alive = heard || connection.inbound().isPaused();
    heard = false;
    if (awaitingPong && alive) {
      awaitingPong = false;
    }
    if (awaitingPong && now - awaitingSince >= config().heartbeatTimeout().toNanos()) {
      connection.fail(
          CloseReason.of(
              CloseCode.INTERNAL_ERROR,
              "No sign of life within " + config().heartbeatTimeout().toMillis() + " ms."));
    } else if (!awaitingPong && now - nextPingAt >= 0) {
      nextPingAt = now + config().heartbeatInterval().toNanos();
      awaitingSince = now;
      awaitingPong = true;
      connection.outbound().ping(PING_PAYLOAD);
    }
  }

  /** Closes a connection without messages. Returns false if it goes on. */
  private boolean breaksSilence(Silence watched, long now) {
    var expired = watched.sweep(now);
    if (expired == null || connection.inbound().isPaused()) {
      return false;
    }
    connection
        .settings()
        .hits()
        .hit(expired.limit(), connection.task().handshake().remoteAddress());
    connection.closeByServer(expired.reason());
    return true;
  }

  private void sweepClosing(long now) {
    if (!closing) {
      return;
    }
    long patience =
        connection.outbound().hasFailed() ? FAILED_LINGER_NANOS : config().closeTimeout().toNanos();
    if (now - awaitingSince >= patience) {
      connection.transport().abort();
    }
  }

  private void sweepHandler(long now) {
    if (!interrupted) {
      boolean graceOver = now - endedAt >= config().disconnectGrace().toNanos();
      if (graceOver && !connection.closedByHandler()) {
        interruptHandler();
      }
    } else if (!complained && now - endedAt >= config().cleanupGrace().toNanos()) {
      nameHandler();
    }
  }

  /** Names the handler in the log if it still runs, once. */
  void nameHandler() {
    if (!handlerEnded && !complained) {
      complained = true;
      connection.task().complainAboutHandler();
    }
  }

  private void interruptHandler() {
    interrupted = true;
    endedAt = time().nanoTime();
    connection.task().interrupt();
  }

  /** Has nothing checked any more once both the handler and the line have ended. */
  void forgetIfOver() {
    if (handlerEnded && connection.state() == State.CLOSED) {
      connection.leaveSweeps();
    }
  }
}
