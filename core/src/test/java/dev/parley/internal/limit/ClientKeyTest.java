package dev.parley.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientKeyTest {
  private static Optional<Object> key(String address, int port) throws UnknownHostException {
    return ClientKey.of(new InetSocketAddress(InetAddress.getByName(address), port));
  }

  @Test
  void ignoresPorts() throws UnknownHostException {
    assertThat(key("192.0.2.1", 1)).isEqualTo(key("192.0.2.1", 2)).isPresent();
    assertThat(key("192.0.2.1", 1)).isNotEqualTo(key("192.0.2.2", 1));
  }

  @Test
  void takesANetworkOfIpv6ForOneClient() throws UnknownHostException {
    assertThat(key("2001:db8:1:2::1", 1)).isEqualTo(key("2001:db8:1:2:ffff::9", 1)).isPresent();
    assertThat(key("2001:db8:1:2::1", 1)).isNotEqualTo(key("2001:db8:1:3::1", 1));
  }

  @Test
  void hasNoneForWhatHasNoAddress() {
    assertThat(ClientKey.of(new SocketAddress() {})).isEmpty();
    assertThat(ClientKey.of(UnixDomainSocketAddress.of("/socket"))).isEmpty();
    assertThat(ClientKey.of(InetSocketAddress.createUnresolved("host.invalid", 1))).isEmpty();
  }
}
