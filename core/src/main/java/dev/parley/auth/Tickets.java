package dev.parley.auth;

import java.util.Optional;

/**
 * One-time tickets: an HTTP handler issues one to a client that it knows, and the client opens its
 * WebSocket with {@code ?ticket=...}. A dependency of application scope; safe to use from any
 * thread.
 */
public interface Tickets {
  /**
   * Issues a ticket. It is valid once, for 30 seconds, on this node.
   *
   * @param identity whom the WebSocket will belong to
   * @return the ticket: 43 URL-safe characters from a secure random source
   * @throws dev.parley.HttpException with 503 if 100,000 tickets are outstanding
   */
  String issue(Object identity);

  /**
   * Uses a ticket up.
   *
   * @param ticket what the client sent
   * @param type the type of the identity
   * @param <I> the type
   * @return the identity; empty if the ticket is unknown, used, too old or of another type
   */
  <I> Optional<I> redeem(String ticket, Class<I> type);
}
