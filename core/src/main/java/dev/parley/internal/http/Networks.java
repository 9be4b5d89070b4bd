package dev.parley.internal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/** A set of IP addresses, given as addresses and networks (RFC 4632, section 3.1). */
public final class Networks {
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < address.length; i++) {
        int covered = Math.clamp(bits - 8L * i, 0, 8);
        int mask = 0xff << (8 - covered) & 0xff;
        if ((address[i] & mask) != (other[i] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Four numbers; one that begins with a zero is octal to some and decimal to others. */
  private static final Pattern FOUR = Pattern.compile("((^|\\.)(0|[1-9][0-9]{0,2})){4}");

  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Reads addresses and networks.
   *
   * @throws IllegalArgumentException with the text that is neither
   */
  public static Networks of(List<String> texts) {
    return new Networks(texts.stream().map(Networks::parse).toList());
  }

  /** Tells whether there is none. */
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /** Tells whether an address is one of the set; what is no IP address is not. */
  public boolean contains(SocketAddress address) {
    return !networks.isEmpty()
        && address instanceof InetSocketAddress socket
        && socket.getAddress() != null
        && contains(socket.getAddress().getAddress());
  }

  private boolean contains(byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static Network parse(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] address = literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int most = address.length * 8;
      int bits = slash < 0 ? most : Integer.parseUnsignedInt(text.substring(slash + 1));
      if (bits <= most) {
        return new Network(address, bits);
      }
    } catch (IllegalArgumentException neither) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException(text);
  }

  /**
   * Reads an address without asking anybody.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static InetAddress literal(String text) {
    boolean six = text.indexOf(':') >= 0;
    if (!(six ? text.indexOf('%') < 0 : FOUR.matcher(text).matches())) {
      throw new IllegalArgumentException(text);
    }
    return InetAddress.ofLiteral(text);
  }
}
