package dev.parley;

import java.util.Optional;

/**
 * What the answer to an accepted handshake carries (RFC 6455, section 4.2.2).
 *
 * @param subprotocol the chosen subprotocol, one that the client offered; empty for none
 * @param headers further header fields
 */
public record Acceptance(Optional<String> subprotocol, Headers headers) {
  /**
   * Accepts without subprotocol and further headers.
   *
   * @return the acceptance
   */
  public static Acceptance plain() {
    return new Acceptance(Optional.empty(), Headers.empty());
  }

  /**
   * Accepts with a subprotocol.
   *
   * @param name one that the client offered
   * @return the acceptance
   */
  public static Acceptance subprotocol(String name) {
    return new Acceptance(Optional.of(name), Headers.empty());
  }

  /**
   * Adds a header field to the answer.
   *
   * @param name the name; not one of the handshake's own ({@code Sec-WebSocket-*}, {@code Upgrade},
   *     {@code Connection})
   * @param value the value
   * @return a new acceptance
   * @throws IllegalArgumentException if the field is not allowed here
   */
  public Acceptance withHeader(String name, String value) {
    if (name.regionMatches(true, 0, "sec-websocket-", 0, "sec-websocket-".length())
        || name.equalsIgnoreCase("upgrade")
        || name.equalsIgnoreCase("connection")) {
      throw new IllegalArgumentException(
          "Header '"
              + name
              + "' belongs to the handshake; choose a subprotocol by its own argument.");
    }
    return new Acceptance(subprotocol, headers.with(name, value));
  }
}
