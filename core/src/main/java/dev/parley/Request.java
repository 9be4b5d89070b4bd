package dev.parley;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request: of an HTTP handler, or the one that asks for a WebSocket ({@link Handshake}).
 *
 * <p>Immutable; any thread may read it.
 */
public interface Request {
  /**
   * Returns the method.
   *
   * @return the method in capitals, such as {@code GET}
   */
  String method();

  /**
   * Returns the percent-decoded path.
   *
   * @return the path, starting with a slash
   */
  String path();

  /**
   * Returns the path as it came, without the query.
   *
   * @return the path, percent-encoded
   */
  String rawPath();

  /**
   * Returns the query as it came.
   *
   * @return the text behind the question mark, empty if there is none
   */
  String rawQuery();

  /**
   * Returns the scheme that the client used.
   *
   * @return {@code http} or {@code https}, for a handshake {@code ws} or {@code wss}
   */
  String scheme();

  /**
   * Returns the host that the client addressed.
   *
   * @return the {@code Host} header, or what trusted proxies tell ({@link Proxies}): name and,
   *     where it is not the default, port
   */
  String host();

  /**
   * Returns the path under which a proxy makes the application known, which is not part of {@link
   * #path()}: links must begin with it. See {@link Proxies}.
   *
   * @return the prefix, such as {@code /chat}; empty if there is none
   */
  String prefix();

  /**
   * Returns the address of the client: of the peer, or what trusted proxies tell ({@link Proxies}).
   *
   * @return the socket address; its port is 0 where a proxy did not tell it
   */
  SocketAddress remoteAddress();

  /**
   * Returns the address of the other end of the line: that of the client, or of the proxy nearest
   * to the server.
   *
   * @return the socket address
   */
  SocketAddress peerAddress();

  /**
   * Returns the version of HTTP that the request came with.
   *
   * @return {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
   */
  String httpVersion();

  /**
   * Returns the certificate that the client has shown (mutual TLS); see {@link Tls#clients}.
   *
   * @return the certificate, trusted by {@link Tls#trust}, or empty
   */
  Optional<X509Certificate> clientCertificate();

  /**
   * Returns the headers.
   *
   * @return the headers in order
   */
  Headers headers();

  /**
   * Returns the first value of a header.
   *
   * @param name the name, in any letter case
   * @return the value, or empty
   */
  default Optional<String> header(String name) {
    return headers().first(name);
  }

  /**
   * Returns the percent-decoded path parameters.
   *
   * @return values by name, in the order of the template
   */
  Map<String, String> pathParams();

  /**
   * Returns a path parameter.
   *
   * @param name the name in the template
   * @return the decoded value
   * @throws IllegalArgumentException if the template has no such parameter
   */
  default String pathParam(String name) {
    return pathParam(name, String.class);
  }

  /**
   * Returns a path parameter, converted.
   *
   * @param name the name in the template
   * @param type the type to convert to
   * @param <T> the type
   * @return the value
   * @throws IllegalArgumentException if the template has no such parameter, or no converter is
   *     known
   * @throws HttpException with 404 if the value does not convert
   */
  <T> T pathParam(String name, Class<T> type);

  /**
   * Returns the query parameters, decoded as form data: a plus is a space.
   *
   * @return values by name, in order
   */
  Map<String, List<String>> queryParams();

  /**
   * Returns the last value of a query parameter.
   *
   * @param name the name
   * @return the value, or empty
   */
  default Optional<String> queryParam(String name) {
    return Optional.ofNullable(queryParams().get(name)).map(List::getLast);
  }

  /**
   * Returns the last value of a query parameter, converted.
   *
   * @param name the name
   * @param type the type to convert to
   * @param <T> the type
   * @return the value, or empty
   * @throws InvalidRequestException if the value does not convert
   */
  <T> Optional<T> queryParam(String name, Class<T> type);

  /**
   * Returns the cookies (RFC 6265, section 5.4).
   *
   * @return values by name; of a repeated name the last
   */
  Map<String, String> cookies();

  /**
   * Returns a cookie.
   *
   * @param name the name
   * @return the value, or empty
   */
  default Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies().get(name));
  }

  /**
   * Returns the body.
   *
   * @return the bytes, at most {@link ServerConfig#maxRequestBodyBytes()}; empty for a handshake
   */
  byte[] body();

  /**
   * Returns the JSON body as a value.
   *
   * @param type the type to read, strictly
   * @param <T> the type
   * @return the value
   * @throws InvalidRequestException if the body does not fit the type
   * @throws HttpException with 400 if it is no JSON, with 415 if its media type is another
   */
  <T> T body(Class<T> type);

  /**
   * Returns a dependency by its type, as a parameter of a handler would get it.
   *
   * @param type the type, known at start-up
   * @param <T> the type
   * @return the instance of this connection or request, or of the application
   * @throws ConfigurationException if nothing provides the type
   */
  <T> T dependency(Class<T> type);
}
