package dev.parley;

import java.util.List;

/** The request that asks for a WebSocket (RFC 6455, section 4.1). */
public interface Handshake extends Request {
  /**
   * Returns the subprotocols that the client offers.
   *
   * @return the names in its order of preference, possibly none
   */
  List<String> subprotocols();
}
