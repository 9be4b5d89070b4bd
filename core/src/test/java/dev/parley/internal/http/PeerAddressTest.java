package dev.parley.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "203.0.113.255", "255.255.255.254", "::", "::1"})
  void givesAnAddressOfIpBack(String address) {
    for (int port : new int[] {0, 1, 32_768, 65_535}) {
      var socket = new InetSocketAddress(InetAddress.ofLiteral(address), port);

      assertThat(PeerAddress.of(socket).unpacked()).isEqualTo(socket).hasToString("" + socket);
    }
  }

  @Test
  void givesAllBytesOfIpv6Back() {
    var socket =
        new InetSocketAddress(InetAddress.ofLiteral("2001:db8:fedc:ba98:8765:4321:9:f"), 7);

    assertThat(PeerAddress.of(socket)).isInstanceOf(PeerAddress.V6.class);
    assertThat(PeerAddress.of(socket).unpacked()).isEqualTo(socket);
  }

  @Test
  void takesNoAddressForAnother() {
    assertThat(PeerAddress.of(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 7)))
        .isEqualTo(PeerAddress.of(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 7)))
        .isNotEqualTo(PeerAddress.of(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 8)))
        .isNotEqualTo(PeerAddress.of(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.2"), 7)));
  }

  @Test
  void keepsWhatIsNoMereAddressOfIpAsItIs() throws UnknownHostException {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
    var scoped = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 3), 7);
    var unresolved = InetSocketAddress.createUnresolved("peer", 7);
    var local = UnixDomainSocketAddress.of(Path.of("socket"));

    for (SocketAddress address : new SocketAddress[] {scoped, unresolved, local}) {
      assertThat(PeerAddress.of(address).unpacked()).isSameAs(address);
    }
  }
}
