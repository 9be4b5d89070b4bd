package dev.parley.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "The PROXY protocol", versions 1 and 2. */
class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static ByteBuf text(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Requires that a header is read once it is whole, and not before. */
  private static Optional<InetSocketAddress> read(ByteBuf whole) {
    int length = whole.readableBytes();
    for (int i = 0; i < length; i++) {
      assertThat(ProxyHeader.read(whole.slice(0, i))).as("%d bytes", i).isEmpty();
    }
    var header = ProxyHeader.read(Unpooled.wrappedBuffer(whole, text("GET /"))).orElseThrow();
    assertThat(header.length()).isEqualTo(length);
    return header.client();
  }

  @Test
  void readsVersion2WithIpv4() {
    // PROXY, TCP over IPv4, 12 bytes: 203.0.113.7:4711 to 10.0.0.1:80.
    assertThat(read(hex(SIGNATURE + "21 11 000c cb007107 0a000001 1267 0050")))
        .contains(new InetSocketAddress("203.0.113.7", 4711));
  }

  @Test
  void readsVersion2WithIpv6AndAttributes() {
    // PROXY, TCP over IPv6, 36 bytes and an attribute of 4: 2001:db8::1 port 65535.
    var header =
        SIGNATURE
            + "21 21 0028 20010db8000000000000000000000001 20010db8000000000000000000000002"
            + "ffff 0050 04000161";
    assertThat(read(hex(header))).contains(new InetSocketAddress("2001:db8::1", 65_535));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20 00 0000", // LOCAL: the proxy itself
        "20 11 000c cb007107 0a000001 1267 0050", // LOCAL, with addresses that do not count
        "21 00 0000", // a client of unknown kind
        "21 31 0002 6161" // a client on a Unix socket
      })
  void readsVersion2WithoutClient(String rest) {
    assertThat(read(hex(SIGNATURE + rest))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000c cb007107 0a000001 1267 0050", // version 1 in binary
        "22 11 000c cb007107 0a000001 1267 0050", // an unknown command
        "21 11 000b cb007107 0a000001 1267 00", // too short for its addresses
        "21 21 000c cb007107 0a000001 1267 0050", // too short for its addresses
        "21 13 000c cb007107 0a000001 1267 0050", // an unknown transport
        "21 41 000c cb007107 0a000001 1267 0050", // an unknown family
        "21 01 0000", // a transport of no family
        "21 11 0801 cb007107 0a000001 1267 0050" // too long
      })
  void refusesMalformedVersion2(String rest) {
    assertThatThrownBy(() -> ProxyHeader.read(hex(SIGNATURE + rest)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 203.0.113.7 10.0.0.1 4711 80, 203.0.113.7",
    "PROXY TCP6 2001:db8::1 2001:db8::2 4711 443, 2001:db8::1"
  })
  void readsVersion1(String line, String address) {
    assertThat(read(text(line + "\r\n"))).contains(new InetSocketAddress(address, 4711));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ffff::1 ffff::2 1 2"})
  void readsVersion1WithoutClient(String line) {
    assertThat(read(text(line + "\r\n"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 203.0.113.7 10.0.0.1 4711\r\n",
        "PROXY TCP4 host.example 10.0.0.1 4711 80\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 70000 80\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 port 80\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 +4711 80\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 04711 80\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 4711 80 \r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 4711 70000\r\n",
        "PROXY TCP4 203.0.113.7 nowhere 4711 80\r\n",
        "PROXY TCP4 203.0.113.07 10.0.0.1 4711 80\r\n",
        "PROXY TCP4 2001:db8::1 10.0.0.1 4711 80\r\n",
        "PROXY TCP6 203.0.113.7 2001:db8::2 4711 80\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY UDP4 203.0.113.7 10.0.0.1 4711 80\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 4711 80\n",
        "PROXY \r\n",
        "GET / HTTP/1.1\r\n",
        "PROXIES"
      })
  void refusesWhatIsNoHeader(String text) {
    assertThatThrownBy(() -> ProxyHeader.read(text(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesALineWithoutEnd() {
    assertThat(ProxyHeader.read(text("PROXY " + "x".repeat(100)))).isEmpty();
    assertThatThrownBy(() -> ProxyHeader.read(text("PROXY " + "x".repeat(101))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
