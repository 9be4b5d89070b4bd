package dev.parley.internal.netty;

import dev.parley.Headers;
import dev.parley.internal.http.HostField;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.http.RequestLine;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the headers of a stream ask for (RFC 9113, section 8.3; RFC 8441). */
sealed interface Http2Request {
  /**
   * An HTTP request, or a WebSocket.
   *
   * @param webSocket whether it is a WebSocket
   */
  record Asked(RequestHead head, boolean webSocket) implements Http2Request {}

  /** Something that this server does not do. */
  record Refused(int status, String detail) implements Http2Request {}

  /** No request: an error of the stream (RFC 9113, section 8.1.1). */
  record Malformed() implements Http2Request {}

  /**
   * Reads headers, which the codec has found well formed one by one.
   *
   * @param peer where they come from
   * @param maxTargetBytes the longest target that is taken
   */
  static Http2Request of(
      Http2Headers headers, RequestLine line, SocketAddress peer, int maxTargetBytes) {
    var method = headers.method();
    if (method == null) {
      return new Malformed();
    }
    var protocol = headers.get(Http2Headers.PseudoHeaderName.PROTOCOL.value());
    boolean connects = method.toString().equals("CONNECT");
    if (connects && protocol == null) {
      return new Refused(501, "This server is no proxy.");
    }
    var target = headers.path();
    var scheme = headers.scheme();
    if ((protocol != null && !connects) || target == null || target.isEmpty() || scheme == null) {
      return new Malformed();
    }
    if (target.length() > maxTargetBytes) {
      return new Refused(414, "The request target is longer than " + maxTargetBytes + " bytes.");
    }
    if (protocol != null && !protocol.toString().equalsIgnoreCase("websocket")) {
      return new Refused(501, "The protocol of a CONNECT is expected to be 'websocket'.");
    }
    return addressed(headers, line, peer, protocol != null);
  }

  private static Http2Request addressed(
      Http2Headers headers, RequestLine line, SocketAddress peer, boolean webSocket) {
    var target = headers.path().toString();
    var host = host(headers);
    // An absolute form would name the host a second time.
    if (host == null || !(target.startsWith("/") || target.equals("*"))) {
      return new Refused(400, "':authority' and an absolute ':path' are expected.");
    }
    var head =
        new RequestHead(
            headers.method().toString(),
            target,
            webSocket ? line.webSocketScheme() : line.httpScheme(),
            fields(headers, host),
            line,
            peer);
    return new Asked(head, webSocket);
  }

  /** The host that the client addresses; null if it names none, or two. */
  private static @Nullable String host(Http2Headers headers) {
    var named = new ArrayList<>(headers.getAll("host"));
    if (headers.authority() != null) {
      named.add(headers.authority());
    }
    var names = named.stream().map(CharSequence::toString).distinct().toList();
    boolean proper =
        names.size() == 1 && !names.getFirst().isEmpty() && HostField.isProper(names.getFirst());
    return proper ? names.getFirst() : null;
  }

  private static Headers fields(Http2Headers headers, String host) {
    var fields = new ArrayList<Map.Entry<String, String>>();
    fields.add(Map.entry("host", host));
    var cookies = new ArrayList<String>();
    for (var field : headers) {
      var name = field.getKey().toString();
      switch (name) {
        case "host" -> {
          // It is there already.
        }
        case "cookie" -> cookies.add(field.getValue().toString());
        case String other when other.startsWith(":") -> {
          // It has become something else.
        }
        default -> fields.add(Map.entry(name, field.getValue().toString()));
      }
    }
    addCookies(fields, cookies);
    return Headers.of(fields);
  }

  /** A client may have split them, so that they compress better (RFC 9113, section 8.2.3). */
  private static void addCookies(List<Map.Entry<String, String>> fields, List<String> cookies) {
    if (!cookies.isEmpty()) {
      fields.add(Map.entry("cookie", String.join("; ", cookies)));
    }
  }
}
