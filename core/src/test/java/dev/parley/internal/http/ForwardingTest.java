package dev.parley.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ForwardedHeaders;
import dev.parley.Headers;
import dev.parley.Proxies;
import dev.parley.ServerConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
  private static final SocketAddress PROXY = new InetSocketAddress("10.0.0.9", 1234);

  private static RequestHead resolve(
      UnaryOperator<Proxies.Builder> proxies, String target, String... fields) {
    var config = ServerConfig.builder().proxies(proxies).build();
    var headers = Headers.empty().with("host", "inner");
    for (int i = 0; i < fields.length; i += 2) {
      headers = headers.with(fields[i], fields[i + 1]);
    }
    return new Forwarding(config.proxies())
        .resolve(new RequestHead("GET", target, "ws", headers, RequestLine.PLAIN, PROXY));
  }

  private static RequestHead trusting(String... fields) {
    return resolve(proxies -> proxies.trustedProxies(List.of("10.0.0.0/8")), "/ws", fields);
  }

  private static RequestHead rfc7239(String... fields) {
    return resolve(
        proxies ->
            proxies
                .trustedProxies(List.of("10.0.0.0/8"))
                .forwardedHeaders(ForwardedHeaders.RFC_7239),
        "/ws",
        fields);
  }

  private static String client(RequestHead head) {
    var socket = (InetSocketAddress) head.remoteAddress();
    return socket.getAddress().getHostAddress() + " " + socket.getPort();
  }

  @Test
  void believesNobodyByDefault() {
    var head =
        resolve(
            proxies -> proxies,
            "/ws",
            "x-forwarded-for",
            "203.0.113.1",
            "x-forwarded-proto",
            "https",
            "x-forwarded-host",
            "outer",
            "x-forwarded-prefix",
            "/x",
            "forwarded",
            "for=203.0.113.1;proto=https;host=outer");

    assertThat(head.remoteAddress()).isEqualTo(PROXY);
    assertThat(head.scheme()).isEqualTo("ws");
    assertThat(head.host()).isEqualTo("inner");
    assertThat(head.prefix()).isEmpty();
  }

  @Test
  void believesATrustedProxy() {
    var head =
        trusting(
            "x-forwarded-for", "203.0.113.1",
            "x-forwarded-proto", "https",
            "x-forwarded-host", "outer:8443");

    assertThat(client(head)).isEqualTo("203.0.113.1 0");
    assertThat(head.scheme()).isEqualTo("wss");
    assertThat(head.host()).isEqualTo("outer:8443");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.1:5678                  | 203.0.113.1 5678
          2001:db8::1                       | 2001:db8:0:0:0:0:0:1 0
          [2001:db8::1]                     | 2001:db8:0:0:0:0:0:1 0
          [2001:db8::1]:99                  | 2001:db8:0:0:0:0:0:1 99
          6.6.6.6, 203.0.113.1              | 203.0.113.1 0
          6.6.6.6, 203.0.113.1, 10.1.1.1    | 203.0.113.1 0
          10.2.2.2, 10.1.1.1                | 10.2.2.2 0
          6.6.6.6, nonsense, 10.1.1.1       | 10.1.1.1 0
          unknown                           | 10.0.0.9 1234
          203.0.113.1:99999                 | 10.0.0.9 1234
          203.0.113.1:+711                  | 10.0.0.9 1234
          203.0.113.1:                      | 10.0.0.9 1234
          203.0.113.01                      | 10.0.0.9 1234
          [2001:db8::1]x99                  | 10.0.0.9 1234
          [2001:db8::1                      | 10.0.0.9 1234
          fe80::1%eth0                      | 10.0.0.9 1234
          7                                 | 10.0.0.9 1234
          ''                                | 10.0.0.9 1234
          """)
  void takesTheNearestAddressThatIsNoTrustedProxy(String forwardedFor, String expected) {
    assertThat(client(trusting("x-forwarded-for", forwardedFor))).isEqualTo(expected);
  }

  @Test
  void readsSeveralFieldsAsOneList() {
    var head = trusting("x-forwarded-for", "203.0.113.1", "x-forwarded-for", "10.1.1.1");

    assertThat(client(head)).isEqualTo("203.0.113.1 0");
  }

  @Test
  void takesSchemeAndHostFromTheHopOfTheClient() {
    var head =
        trusting(
            "x-forwarded-for", "6.6.6.6, 203.0.113.1, 10.1.1.1",
            "x-forwarded-proto", "http, https, http",
            "x-forwarded-host", "evil, outer, middle");

    assertThat(head.scheme()).isEqualTo("wss");
    assertThat(head.host()).isEqualTo("outer");
  }

  @Test
  void takesSchemeAndHostOfTheNearestProxyWhereThereIsOneForMany() {
    var head =
        trusting(
            "x-forwarded-for", "6.6.6.6, 203.0.113.1, 10.1.1.1",
            "x-forwarded-proto", "http, https",
            "x-forwarded-host", "outer");

    assertThat(head.scheme()).isEqualTo("wss");
    assertThat(head.host()).isEqualTo("outer");
  }

  @Test
  void takesSchemeAndHostWithoutAClient() {
    var head = trusting("x-forwarded-proto", "wss", "x-forwarded-host", "[2001:db8::1]:8443");

    assertThat(head.remoteAddress()).isEqualTo(PROXY);
    assertThat(head.scheme()).isEqualTo("wss");
    assertThat(head.host()).isEqualTo("[2001:db8::1]:8443");
  }

  @ParameterizedTest
  @CsvSource({"http,ws,ws", "WSS,ws,wss", "https,http,https", "ws,https,http", "gopher,ws,ws"})
  void keepsTheKindOfTheScheme(String told, String own, String expected) {
    var config = ServerConfig.builder().proxies(p -> p.trustedProxies(List.of("10.0.0.9"))).build();
    var headers = Headers.empty().with("x-forwarded-proto", told);

    var head =
        new Forwarding(config.proxies())
            .resolve(new RequestHead("GET", "/", own, headers, RequestLine.PLAIN, PROXY));

    assertThat(head.scheme()).isEqualTo(expected);
    assertThat(head.host()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "a\\b", "evil@host", "", "h:port", "[zz]"})
  void ignoresHostsThatAreNone(String host) {
    assertThat(trusting("x-forwarded-host", host).host()).isEqualTo("inner");
  }

  @Test
  void readsForwarded() { // RFC 7239, section 4
    var head =
        rfc7239(
            "forwarded",
            "for=6.6.6.6;proto=http, For=\"[2001:db8:cafe::17]:4711\"; Proto=https ;host=\"outer:1\"",
            "forwarded",
            "for=10.1.1.1;by=10.0.0.9;proto=http;host=middle");

    assertThat(client(head)).isEqualTo("2001:db8:cafe:0:0:0:0:17 4711");
    assertThat(head.scheme()).isEqualTo("wss");
    assertThat(head.host()).isEqualTo("outer:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"for=unknown;proto=https", "for=_hidden;proto=https", "proto=https;x"})
  void takesTheSchemeOfAHopThatHidesItsClient(String forwarded) { // RFC 7239, section 6
    var head = rfc7239("forwarded", forwarded);

    assertThat(head.remoteAddress()).isEqualTo(PROXY);
    assertThat(head.scheme()).isEqualTo("wss");
  }

  @Test
  void readsOnlyTheKindThatTheProxiesSet() {
    assertThat(client(rfc7239("x-forwarded-for", "6.6.6.6"))).isEqualTo("10.0.0.9 1234");
    assertThat(rfc7239("x-forwarded-prefix", "/x").prefix()).isEmpty();
    assertThat(client(trusting("forwarded", "for=6.6.6.6"))).isEqualTo("10.0.0.9 1234");
    var none =
        resolve(
            proxies ->
                proxies.trustedProxies(List.of("10.0.0.9")).forwardedHeaders(ForwardedHeaders.NONE),
            "/ws",
            "x-forwarded-for",
            "6.6.6.6",
            "forwarded",
            "for=6.6.6.6");
    assertThat(client(none)).isEqualTo("10.0.0.9 1234");
  }

  @ParameterizedTest
  @CsvSource({
    "/app/ws,/ws",
    "/app/ws?a=/app,/ws?a=/app",
    "/ws,/ws",
    "/app,/",
    "/app?a=b,/?a=b",
    "/apple,/apple",
    "/app/app/x,/app/x",
    "http://h/app/ws,http://h/app/ws"
  })
  void takesThePrefixOffWhereItIs(String target, String expected) {
    var head = resolve(proxies -> proxies.pathPrefix("/app"), target);

    assertThat(head.target()).isEqualTo(expected);
    assertThat(head.prefix()).isEqualTo("/app");
  }

  @ParameterizedTest
  @CsvSource({"/a/b,/a/b", "/a/,/a", "a,''", "//evil,''", "/a b,''", "/..,''", "/,''"})
  void takesThePrefixThatATrustedProxyTells(String told, String expected) {
    assertThat(trusting("x-forwarded-prefix", told).prefix()).isEqualTo(expected);
  }

  @Test
  void countsATrustedPrefixBeforeTheOption() {
    UnaryOperator<Proxies.Builder> both =
        proxies -> proxies.trustedProxies(List.of("10.0.0.9")).pathPrefix("/app");

    assertThat(resolve(both, "/other/ws", "x-forwarded-prefix", "/other").target())
        .isEqualTo("/ws");
    assertThat(resolve(both, "/app/ws").target()).isEqualTo("/ws");
  }
}
