package dev.parley.internal.netty;

import java.io.IOException;
import java.net.SocketAddress;

/** Why an address could not be had, in words. */
final class BindFailure {
  private BindFailure() {}

  static IOException of(SocketAddress address, Throwable cause) {
    return new IOException(
        "Cannot listen on "
            + address
            + ": "
            + cause.getMessage()
            + ". Is another program using the port? Choose another one with --port, the system property parley.port"
            + " or the environment variable PARLEY_PORT; port 0 picks a free one.",
        cause);
  }
}
