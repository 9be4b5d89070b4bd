package dev.parley.test;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Wires over TCP. */
final class SocketNetwork implements Network {
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final InetSocketAddress address;
  private final String host;

  SocketNetwork(InetSocketAddress address, String host) {
    this.address = address;
    this.host = host;
  }

  @Override
  public Wire connect(Wire.Listener listener) {
    return SocketWire.connect(address, listener);
  }

  @Override
  public String host() {
    return host;
  }

  /**
   * What is on its way through the machine's network cannot be asked for; it takes far less than
   * this.
   */
  @Override
  public void settle() {
    LockSupport.parkNanos(SETTLE_NANOS);
  }

  @Override
  public void close() {
    // Each wire is closed by its own user.
  }
}
