package dev.parley.internal.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * The address of a peer in few bytes, as it stays with every connection: an address of IP is four
 * objects otherwise.
 */
public sealed interface PeerAddress {
  /** The address as it was. */
  SocketAddress unpacked();

  /** Packs an address. */
  static PeerAddress of(SocketAddress address) {
    if (address instanceof InetSocketAddress socket
        && address.getClass() == InetSocketAddress.class) {
      switch (socket.getAddress()) {
        case Inet4Address four -> {
          byte[] bytes = four.getAddress();
          int high = (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16;
          return new V4(high | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff), socket.getPort());
        }
        case Inet6Address six when six.getScopeId() == 0 && six.getScopedInterface() == null -> {
          var bytes = ByteBuffer.wrap(six.getAddress());
          return new V6(bytes.getLong(), bytes.getLong(), socket.getPort());
        }
        case null, default -> {
          // It is not resolved, or belongs to an interface of this machine.
        }
      }
    }
    return new Other(address);
  }

  /** An address of IPv4. */
  record V4(int address, int port) implements PeerAddress {
    @Override
    public SocketAddress unpacked() {
      byte[] bytes = {
        (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
      };
      return socket(bytes, port);
    }
  }

  /** An address of IPv6 without a scope. */
  record V6(long high, long low, int port) implements PeerAddress {
    @Override
    public SocketAddress unpacked() {
      byte[] bytes = new byte[2 * Long.BYTES];
      ByteBuffer.wrap(bytes).putLong(high).putLong(low);
      return socket(bytes, port);
    }
  }

  /** Any other address. */
  record Other(SocketAddress unpacked) implements PeerAddress {}

  private static SocketAddress socket(byte[] bytes, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
