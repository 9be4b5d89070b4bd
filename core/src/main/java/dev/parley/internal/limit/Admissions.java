package dev.parley.internal.limit;

import dev.parley.HttpException;
import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.internal.routing.Route;
import dev.parley.internal.time.TimeSource;
import dev.parley.internal.work.LockingWork;
import java.net.SocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decides by counts and rates whether a handshake is taken on. Any thread; never blocks. */
public final class Admissions {
  private static final long RETRY_SECONDS = 1;

  private final Limits limits;
  private final TimeSource time;
  private final Hits hits;
  private final Ledger ledger;
  private final Doorkeeper doorkeeper;
  private final @Nullable TokenBucket handshakes;
  private final LockingWork work = new LockingWork();

  /** What becomes of a handshake. */
  public sealed interface Outcome {
    /** It is taken on. */
    record Admitted(Admission admission) implements Outcome {}

    /** It is not. */
    record Refused(int status, String detail, long retryAfterSeconds) implements Outcome {}
  }

  /** Creates it. */
  public Admissions(
      Limits limits, TimeSource time, Hits hits, Ledger ledger, Doorkeeper doorkeeper) {
    this.limits = limits;
    this.time = time;
    this.hits = hits;
    this.ledger = ledger;
    this.doorkeeper = doorkeeper;
    this.handshakes =
        limits.maxHandshakesPerSecond().isPresent()
            ? new TokenBucket(limits.maxHandshakesPerSecond().getAsInt(), time.nanoTime())
            : null;
  }

  /** Takes a handshake on, or says why not. */
  public Outcome admit(SocketAddress client, Route.Socket route) {
    var address = ClientKey.of(client).orElse(null);
    var tooFast = pace(address, client);
    if (tooFast != null) {
      return tooFast;
    }
    var ofAddress = limits.maxConnectionsPerAddress();
    if (!enters(Limit.CONNECTIONS_PER_ADDRESS, ofAddress, address)) {
      hits.hit(Limit.CONNECTIONS_PER_ADDRESS, client);
      return new Outcome.Refused(
          429, "There are too many connections of your address.", RETRY_SECONDS);
    }
    if (!enters(Limit.CONNECTIONS_PER_ROUTE, route.maxConnections(), route.path())) {
      leave(address, null);
      hits.hit(Limit.CONNECTIONS_PER_ROUTE, route.path());
      return new Outcome.Refused(503, "This path has too many connections.", RETRY_SECONDS);
    }
    return new Outcome.Admitted(admission(client, address, route));
  }

  private Outcome.@Nullable Refused pace(@Nullable Object address, SocketAddress client) {
    var rate = limits.maxHandshakesPerSecondPerAddress();
    if (rate.isPresent() && address != null) {
      var bucket = ledger.borrow(Limit.HANDSHAKES_PER_ADDRESS, address, rate.getAsInt());
      boolean taken = bucket.tryTake(1, time.nanoTime());
      ledger.giveBack(Limit.HANDSHAKES_PER_ADDRESS, address);
      if (!taken) {
        doorkeeper.refused(address, time.nanoTime());
        hits.hit(Limit.HANDSHAKES_PER_ADDRESS, client);
        return new Outcome.Refused(429, "Your address connects too often.", seconds(bucket));
      }
    }
    if (handshakes != null && !handshakes.tryTake(1, time.nanoTime())) {
      hits.hit(Limit.HANDSHAKES, client);
      return new Outcome.Refused(
          503, "Too many clients connect at the moment.", seconds(handshakes));
    }
    return null;
  }

  private long seconds(TokenBucket bucket) {
    long nanos = bucket.waitNanos(time.nanoTime());
    return Math.max(RETRY_SECONDS, Duration.ofNanos(nanos).plusMillis(999).toSeconds());
  }

  private boolean enters(Limit limit, OptionalInt most, @Nullable Object who) {
    return most.isEmpty() || who == null || ledger.enter(limit, who, most.getAsInt());
  }

  private Admission admission(SocketAddress client, @Nullable Object address, Route.Socket route) {
    boolean perUser =
        limits.maxConnectionsPerUser().isPresent()
            || limits.maxMessagesPerSecondPerUser().isPresent()
            || limits.maxBytesPerSecondPerUser().isPresent();
    boolean perConnection =
        limits.maxMessagesPerSecond().isPresent() || limits.maxBytesPerSecond().isPresent();
    boolean places =
        limits.maxConnectionsPerAddress().isPresent() || route.maxConnections().isPresent();
    if (!perUser && !perConnection && !places) {
      return Admission.NONE;
    }
    var meter = perUser || perConnection ? new InboundMeter(limits, time, hits, client) : null;
    return new Admission(
        this, meter, address, route.maxConnections().isPresent() ? route.path() : null);
  }

  void leave(@Nullable Object address, @Nullable String route) {
    if (address != null && limits.maxConnectionsPerAddress().isPresent()) {
      ledger.leave(Limit.CONNECTIONS_PER_ADDRESS, address);
    }
    if (route != null) {
      ledger.leave(Limit.CONNECTIONS_PER_ROUTE, route);
    }
  }

  // --- users ---

  /** What tells users apart: the name of a principal, else the identity itself. */
  static Object user(Object identity) {
    return identity instanceof Principal principal ? principal.getName() : identity;
  }

  /**
   * Counts a connection of a user, and has its meter count for the user.
   *
   * @throws HttpException with 429 if there are too many
   */
  void enter(Object user, @Nullable InboundMeter meter) {
    if (!enters(Limit.CONNECTIONS_PER_USER, limits.maxConnectionsPerUser(), user)) {
      // Who it is would be a personal detail in the log.
      hits.hit(Limit.CONNECTIONS_PER_USER, "a user");
      throw new HttpException(429, "You have too many connections.")
          .withHeader("Retry-After", Long.toString(RETRY_SECONDS));
    }
    var messages = rate(Limit.MESSAGES_PER_USER, user, limits.maxMessagesPerSecondPerUser());
    var bytes = rate(Limit.BYTES_PER_USER, user, limits.maxBytesPerSecondPerUser());
    if (meter != null) {
      meter.user(messages, bytes);
    }
  }

  private @Nullable TokenBucket rate(Limit limit, Object user, OptionalInt perSecond) {
    return perSecond.isPresent() ? ledger.borrow(limit, user, perSecond.getAsInt()) : null;
  }

  /** Has {@link #leave(Object)} done soon. Event loop. */
  void leaveSoon(Object user) {
    work.execute(() -> leave(user));
  }

  /**
   * Gives back what a connection of a user took. Handlers enter here, so that no event loop may.
   */
  void leave(Object user) {
    if (limits.maxConnectionsPerUser().isPresent()) {
      ledger.leave(Limit.CONNECTIONS_PER_USER, user);
    }
    if (limits.maxMessagesPerSecondPerUser().isPresent()) {
      ledger.giveBack(Limit.MESSAGES_PER_USER, user);
    }
    if (limits.maxBytesPerSecondPerUser().isPresent()) {
      ledger.giveBack(Limit.BYTES_PER_USER, user);
    }
  }
}
