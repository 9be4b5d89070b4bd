package dev.parley.internal.http;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What requests come over.
 *
 * @param httpVersion the version of HTTP, such as {@code HTTP/1.1}
 * @param secure whether TLS ends here
 * @param clientCertificate what the other end has shown to be
 */
public record RequestLine(
    String httpVersion, boolean secure, Optional<X509Certificate> clientCertificate) {
  /** HTTP/1.1 in clear. */
  public static final RequestLine PLAIN = new RequestLine("HTTP/1.1", false, Optional.empty());

  /** The same with another version of HTTP. */
  public RequestLine withHttpVersion(String version) {
    return version.equals(httpVersion) ? this : new RequestLine(version, secure, clientCertificate);
  }

  /** The scheme of a request. */
  public String httpScheme() {
    return secure ? "https" : "http";
  }

  /** The scheme of a handshake. */
  public String webSocketScheme() {
    return secure ? "wss" : "ws";
  }
}
