package dev.parley.internal.limit;

import dev.parley.Limit;
import dev.parley.Limits;
import java.net.SocketAddress;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a line when it has just been connected, before a byte of it is read: whoever goes on
 * beyond the limits of an address costs the server no more than a socket. Any thread; never blocks.
 */
public final class Doorkeeper {
  /** How many lines without a WebSocket an address may have even if it may have few of those. */
  private static final int LEAST_CALLERS = 32;

  private final OptionalInt mostCallers;
  private final OptionalInt handshakeRate;
  private final Predicate<SocketAddress> proxies;
  private final Ledger ledger;
  private final Hits hits;

  /** In the ledger, lines of an address on which no WebSocket is open. */
  private record Callers(Object address) {}

  /** In the ledger, answers of 429 to an address. */
  private record Refusals(Object address) {}

  /** A line that was let in and is no WebSocket yet. */
  public final class Call {
    private final @Nullable Callers callers;

    private Call(@Nullable Callers callers) {
      this.callers = callers;
    }

    /** Says that the line has ended or has become a WebSocket. Once. */
    public void end() {
      if (callers != null) {
        ledger.leave(Limit.CONNECTIONS_PER_ADDRESS, callers);
      }
    }
  }

  /**
   * Creates it.
   *
   * @param proxies who speaks for many clients and is always let in
   */
  public Doorkeeper(Limits limits, Predicate<SocketAddress> proxies, Ledger ledger, Hits hits) {
    var connections = limits.maxConnectionsPerAddress();
    this.mostCallers =
        connections.isPresent()
            ? OptionalInt.of(Math.max(LEAST_CALLERS, connections.getAsInt()))
            : connections;
    this.handshakeRate = limits.maxHandshakesPerSecondPerAddress();
    this.proxies = proxies;
    this.ledger = ledger;
    this.hits = hits;
  }

  /** Tells whether every line is let in. */
  public boolean isAway() {
    return mostCallers.isEmpty() && handshakeRate.isEmpty();
  }

  /** Lets a line in; returns null if it is to be closed at once. */
  public @Nullable Call letIn(SocketAddress client) {
    var address = proxies.test(client) ? null : ClientKey.of(client).orElse(null);
    if (address == null) {
      return new Call(null);
    }
    if (handshakeRate.isPresent()
        && ledger.isExhausted(Limit.HANDSHAKES_PER_ADDRESS, new Refusals(address))) {
      hits.hit(Limit.HANDSHAKES_PER_ADDRESS, client);
      return null;
    }
    if (mostCallers.isEmpty()) {
      return new Call(null);
    }
    var callers = new Callers(address);
    if (!ledger.enter(Limit.CONNECTIONS_PER_ADDRESS, callers, mostCallers.getAsInt())) {
      hits.hit(Limit.CONNECTIONS_PER_ADDRESS, client);
      return null;
    }
    return new Call(callers);
  }

  /** Says that an address was told that it connects too often. */
  void refused(Object address, long now) {
    var who = new Refusals(address);
    ledger.borrow(Limit.HANDSHAKES_PER_ADDRESS, who, handshakeRate.orElseThrow()).tryTake(1, now);
    ledger.giveBack(Limit.HANDSHAKES_PER_ADDRESS, who);
  }
}
