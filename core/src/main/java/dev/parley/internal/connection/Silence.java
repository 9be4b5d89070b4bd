package dev.parley.internal.connection;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.Limits;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For how long a connection has been without messages, where that is limited. Event loop only. */
final class Silence {
  private final Limits limits;
  private final long openedAt;

  /** When a sweep last found that there had been a message. */
  private long movedAt;

  private boolean moved;
  private boolean anyCame;

  private Silence(Limits limits, long now) {
    this.limits = limits;
    this.openedAt = now;
    this.movedAt = now;
  }

  /** What ends a connection. */
  record Expired(Limit limit, CloseReason reason) {}

  /** Begins to watch a connection that opens; null if nobody minds silence. */
  static @Nullable Silence of(Limits limits, long now) {
    boolean minded = limits.firstMessageTimeout().isPresent() || limits.idleTimeout().isPresent();
    return minded ? new Silence(limits, now) : null;
  }

  /** A message came from the peer. */
  void came() {
    anyCame = true;
    moved = true;
  }

  /** A message goes to the peer. */
  void went() {
    moved = true;
  }

  /** Tells whether it has lasted too long; null if not. */
  @Nullable Expired sweep(long now) {
    if (moved) {
      moved = false;
      movedAt = now;
    }
    if (!anyCame && isOver(limits.firstMessageTimeout(), openedAt, now)) {
      return new Expired(
          Limit.FIRST_MESSAGE,
          CloseReason.of(CloseCode.POLICY_VIOLATION, "The first message did not come in time."));
    }
    if (isOver(limits.idleTimeout(), movedAt, now)) {
      return new Expired(
          Limit.IDLE, CloseReason.of(CloseCode.GOING_AWAY, "No message for too long."));
    }
    return null;
  }

  private static boolean isOver(Optional<Duration> timeout, long since, long now) {
    return timeout.isPresent() && now - since >= timeout.get().toNanos();
  }
}
