package dev.parley.internal.http;

import dev.parley.Handshake;
import dev.parley.Headers;
import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.routing.Route;
import dev.parley.internal.routing.RouteTree;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as handlers see it. What is seldom asked for is parsed when it is asked for. */
public final class RequestContext implements Handshake {
  private static final byte[] NO_BODY = {};

  private final RequestHead head;
  private final Map<String, String> pathParams;
  private final byte[] body;
  private final RequestReading reading;
  private @Nullable RequestScope scope;

  /** How values are read from requests. */
  public record RequestReading(Conversions conversions, JsonCodec json) {}

  RequestContext(
      RequestHead head, Map<String, String> pathParams, byte[] body, RequestReading reading) {
    this.head = head;
    this.pathParams = pathParams;
    this.body = body;
    this.reading = reading;
  }

  /** A request together with the route that serves it. */
  public record Routed<R extends Route>(RequestContext request, R route) {}

  /**
   * Reads a handshake and finds its route.
   *
   * @throws HttpException with 400 if the target is malformed, with 404 if no WebSocket route
   *     serves it
   */
  public static Routed<Route.Socket> of(
      RequestHead head, RouteTree routes, RequestReading reading) {
    var target = Target.parse(head.target());
    var match =
        routes
            .match(target.rawPath())
            .socket()
            .orElseThrow(() -> new HttpException(404, "Not Found"));
    var path = match.route().path();
    var request =
        head.target().equals(path)
            // The string of the route serves all its connections.
            ? new RequestContext(head.at(path), Map.of(), NO_BODY, reading)
            : new RequestContext(head, match.pathParams(), NO_BODY, reading);
    return new Routed<>(request, match.route());
  }

  /** The target, which is well formed: it has been parsed before. */
  private Target target() {
    return Target.parse(head.target());
  }

  /** About how much memory its head takes. */
  public int heldBytes() {
    return head.heldBytes();
  }

  /** Says where dependencies come from. */
  public void attach(RequestScope requestScope) {
    scope = requestScope;
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String path() {
    return target().path();
  }

  @Override
  public String rawPath() {
    return target().rawPath();
  }

  @Override
  public String rawQuery() {
    return target().rawQuery();
  }

  @Override
  public String scheme() {
    return head.scheme();
  }

  @Override
  public String host() {
    return head.host();
  }

  @Override
  public String prefix() {
    return head.prefix();
  }

  @Override
  public SocketAddress remoteAddress() {
    return head.remoteAddress();
  }

  @Override
  public SocketAddress peerAddress() {
    return head.peerAddress();
  }

  @Override
  public String httpVersion() {
    return head.line().httpVersion();
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    return head.line().clientCertificate();
  }

  @Override
  public Headers headers() {
    return head.headers();
  }

  @Override
  public Map<String, String> pathParams() {
    return pathParams;
  }

  @Override
  public <T> T pathParam(String name, Class<T> type) {
    var text = pathParams.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "The path has no parameter '" + name + "'; it has " + pathParams.keySet() + ".");
    }
    try {
      return reading.conversions().convert(text, type);
    } catch (IllegalArgumentException unfit) {
      throw new HttpException(404, "Not Found");
    }
  }

  @Override
  public Map<String, List<String>> queryParams() {
    return FormData.parse(rawQuery());
  }

  @Override
  public <T> Optional<T> queryParam(String name, Class<T> type) {
    return queryParam(name).map(text -> converted(name, text, type));
  }

  private <T> T converted(String name, String text, Class<T> type) {
    try {
      return reading.conversions().convert(text, type);
    } catch (IllegalArgumentException unfit) {
      throw new InvalidRequestException(
          List.of(new Problem("query", name, String.valueOf(unfit.getMessage()), text)));
    }
  }

  @Override
  public Map<String, String> cookies() {
    return Cookies.parse(head.headers());
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public <T> T body(Class<T> type) {
    JsonBody.requireJson(head.headers());
    return type.cast(reading.json().readBody(body, type));
  }

  @Override
  public <T> T dependency(Class<T> type) {
    var from = scope;
    if (from == null) {
      throw new IllegalStateException("Dependencies are not available yet.");
    }
    return from.get(type);
  }

  @Override
  public List<String> subprotocols() {
    return OpeningHandshake.offeredSubprotocols(head.headers());
  }

  /** Returns method and path only: a query or a header may hold secrets. */
  @Override
  public String toString() {
    return head.method() + " " + rawPath();
  }
}
