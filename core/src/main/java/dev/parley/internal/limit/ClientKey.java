package dev.parley.internal.limit;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What tells clients apart by address, for limits. */
public final class ClientKey {
  /** The upper half of an IPv6 address: whoever has one has all below it (RFC 6177). */
  record Network(long prefix) {}

  private ClientKey() {}

  /** The key of an address; empty for what has none, such as a line within the process. */
  public static Optional<Object> of(SocketAddress address) {
    if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return Optional.empty();
    }
    return Optional.of(
        socket.getAddress() instanceof Inet6Address six
            ? new Network(ByteBuffer.wrap(six.getAddress()).getLong())
            : socket.getAddress());
  }
}
