package dev.parley.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ConfigurationException;
import dev.parley.ServerConfig;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "127.0.0.1, ::ffff:127.0.0.1, true",
  })
  void knowWhoIsIn(String network, String address, boolean in) {
    assertThat(Networks.of(List.of(network)).contains(new InetSocketAddress(address, 1)))
        .isEqualTo(in);
  }

  @Test
  void haveNobodyWithoutAnAddress() {
    var all = Networks.of(List.of("0.0.0.0/0", "::/0"));

    assertThat(all.contains(UnixDomainSocketAddress.of("/socket"))).isFalse();
    assertThat(all.contains(InetSocketAddress.createUnresolved("localhost", 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "localhost",
        "10",
        "",
        "::1%lo",
        "010.0.0.1",
        "1.2.3",
        "1.2.3.4.5"
      })
  void refuseWhatIsNone(String text) {
    assertThatThrownBy(
            () -> ServerConfig.builder().proxies(proxies -> proxies.trustedProxies(List.of(text))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "trustedProxies has '"
                + text
                + "'; expected an address, or a network such as 10.0.0.0/8.");
  }
}
