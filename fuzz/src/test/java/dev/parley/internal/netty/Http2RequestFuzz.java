package dev.parley.internal.netty;

import dev.parley.fuzz.Finding;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.http.RequestLine;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/**
 * Headers of HTTP/2: what becomes of them a request, a WebSocket, a refusal or an error, by the
 * rules of RFC 9113, section 8.3, and RFC 8441.
 *
 * <p>An input is lines of {@code name=value}, as ISO 8859-1.
 */
public final class Http2RequestFuzz {
  private static final int MAX_TARGET_BYTES = 256;
  private static final RequestLine LINE = RequestLine.PLAIN.withHttpVersion("HTTP/2");
  private static final SocketAddress PEER = InetSocketAddress.createUnresolved("peer", 1);

  private Http2RequestFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var headers = new DefaultHttp2Headers();
    for (var line : new String(input, StandardCharsets.ISO_8859_1).split("\n", 20)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !add(headers, line.substring(0, equals), line.substring(equals + 1))) {
        return;
      }
    }
    switch (Http2Request.of(headers, LINE, PEER, MAX_TARGET_BYTES)) {
      case Http2Request.Asked(var head, var webSocket) when !webSocket -> {
        Finding.unlessEqual(null, headers.get(":protocol"), "The protocol of a request");
        Finding.unless(!head.method().equals("CONNECT"), "CONNECT is no request.");
        served(head, headers, "http");
      }
      case Http2Request.Asked(var head, var webSocket) -> {
        Finding.unless(
            String.valueOf(headers.get(":protocol")).equalsIgnoreCase("websocket"),
            "A WebSocket has its protocol.");
        Finding.unlessEqual("CONNECT", head.method(), "The method of a WebSocket");
        served(head, headers, "ws");
      }
      case Http2Request.Refused(var status, var detail) ->
          Finding.unless(
              List.of(400, 414, 501).contains(status) && !detail.isBlank(), "A refusal says why.");
      case Http2Request.Malformed() -> {
        boolean whole =
            headers.method() != null
                && headers.scheme() != null
                && headers.path() != null
                && !headers.path().isEmpty();
        Finding.unless(
            !whole || headers.get(":protocol") != null, "What has all that it needs is a request.");
      }
    }
  }

  /** Adds a field; returns false if the decoder would have failed the stream because of it. */
  private static boolean add(DefaultHttp2Headers headers, String name, String value) {
    try {
      headers.add(name, value);
      return true;
    } catch (Exception malformed) {
      return false;
    }
  }

  private static void served(RequestHead head, DefaultHttp2Headers headers, String scheme) {
    Finding.unlessEqual(scheme, head.scheme(), "The scheme is that of the line");
    Finding.unless(
        head.target().length() <= MAX_TARGET_BYTES
            && (head.target().startsWith("/") || head.target().equals("*")),
        "A target is a path.");
    Finding.unlessEqual(1, head.headers().all("host").size(), "How often a host is named");
    Finding.unless(!head.host().isEmpty() && !head.host().contains("@"), "A host is one.");
    var named = new HashSet<String>();
    headers.getAll("host").forEach(host -> named.add(host.toString()));
    if (headers.authority() != null) {
      named.add(headers.authority().toString());
    }
    Finding.unlessEqual(List.of(head.host()), List.copyOf(named), "All that name a host");
    Finding.unless(
        head.headers().fields().stream().noneMatch(field -> field.getKey().startsWith(":")),
        "Nothing of the pseudo-headers is left.");
    Finding.unless(head.headers().all("cookie").size() <= 1, "Cookies are one field.");
  }
}
