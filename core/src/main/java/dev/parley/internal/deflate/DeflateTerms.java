package dev.parley.internal.deflate;

import java.util.OptionalInt;

/**
 * What both sides of a connection have agreed on (RFC 7692, section 7.1).
 *
 * @param serverTakeover whether messages of the server may refer to the ones before
 * @param clientTakeover whether messages of the client may refer to the ones before
 * @param serverWindowBits how far back messages of the server may refer, as a power of two; empty
 *     for 15
 */
record DeflateTerms(boolean serverTakeover, boolean clientTakeover, OptionalInt serverWindowBits) {
  static final int SMALLEST_WINDOW_BITS = 8;
  static final int LARGEST_WINDOW_BITS = 15;

  int windowBits() {
    return serverWindowBits.orElse(LARGEST_WINDOW_BITS);
  }

  /** Whether the connection keeps anything between messages. */
  boolean hasContext() {
    return serverTakeover || clientTakeover;
  }

  /** The value of {@code Sec-WebSocket-Extensions} in the answer. */
  String header() {
    var header = new StringBuilder("permessage-deflate");
    if (!serverTakeover) {
      header.append("; server_no_context_takeover");
    }
    if (!clientTakeover) {
      header.append("; client_no_context_takeover");
    }
    serverWindowBits.ifPresent(bits -> header.append("; server_max_window_bits=").append(bits));
    return header.toString();
  }
}
