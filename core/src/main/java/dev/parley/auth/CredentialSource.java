package dev.parley.auth;

import dev.parley.Handshake;
import dev.parley.Request;
import java.util.Optional;

/**
 * Where a client puts its credential. What is found here never reaches a log line.
 *
 * <p>A browser cannot set headers on a WebSocket: {@link #cookie}, {@link #ticket} and {@link
 * #subprotocol} are the ways that keep secrets out of URLs.
 */
public sealed interface CredentialSource {
  /**
   * Looks for the credential.
   *
   * @param request the request
   * @return the credential, or empty
   */
  Optional<String> find(Request request);

  /**
   * Takes it from a query parameter. URLs end in logs of proxies: prefer a {@link #ticket}.
   *
   * @param name the name of the parameter
   * @return the source
   */
  static CredentialSource query(String name) {
    return new Query(name);
  }

  /**
   * Takes it from a cookie.
   *
   * @param name the name of the cookie
   * @return the source
   */
  static CredentialSource cookie(String name) {
    return new Cookie(name);
  }

  /**
   * Takes it from the header {@code Authorization: Bearer ...} (RFC 6750, section 2.1).
   *
   * @return the source
   */
  static CredentialSource bearer() {
    return new Bearer();
  }

  /**
   * Takes it from the offered subprotocols: the one after {@code marker}. The answer names {@code
   * marker} as the chosen one: {@code new WebSocket(url, ["bearer", token])}.
   *
   * @param marker the subprotocol that announces the credential
   * @return the source
   */
  static CredentialSource subprotocol(String marker) {
    return new Subprotocol(marker);
  }

  /**
   * Takes a ticket of {@link Tickets} from the query parameter {@code ticket}; it is the identity
   * itself, used up by this.
   *
   * @return the source
   */
  static CredentialSource ticket() {
    return new Ticket();
  }

  /**
   * Takes the subject of the client's certificate (mutual TLS) as a distinguished name, such as
   * {@code CN=sensor 7,O=Example} (RFC 2253).
   *
   * @return the source
   */
  static CredentialSource clientCertificate() {
    return new ClientCertificate();
  }

  /**
   * The query parameter.
   *
   * @param name its name
   */
  record Query(String name) implements CredentialSource {
    @Override
    public Optional<String> find(Request request) {
      return request.queryParam(name);
    }
  }

  /**
   * The cookie.
   *
   * @param name its name
   */
  record Cookie(String name) implements CredentialSource {
    @Override
    public Optional<String> find(Request request) {
      return request.cookie(name);
    }
  }

  /** The bearer token of the {@code Authorization} header. */
  record Bearer() implements CredentialSource {
    private static final String SCHEME = "Bearer ";

    @Override
    public Optional<String> find(Request request) {
      return request
          .header("authorization")
          .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
          .map(value -> value.substring(SCHEME.length()).strip());
    }
  }

  /**
   * The subprotocol behind the marker.
   *
   * @param marker the subprotocol that announces it
   */
  record Subprotocol(String marker) implements CredentialSource {
    @Override
    public Optional<String> find(Request request) {
      if (!(request instanceof Handshake handshake)) {
        return Optional.empty();
      }
      var offered = handshake.subprotocols();
      int at = offered.indexOf(marker);
      return at < 0 || at + 1 == offered.size()
          ? Optional.empty()
          : Optional.of(offered.get(at + 1));
    }
  }

  /** The ticket in the query. */
  record Ticket() implements CredentialSource {
    @Override
    public Optional<String> find(Request request) {
      return request.queryParam("ticket");
    }
  }

  /** The subject of the client's certificate. */
  record ClientCertificate() implements CredentialSource {
    @Override
    public Optional<String> find(Request request) {
      return request
          .clientCertificate()
          .map(certificate -> certificate.getSubjectX500Principal().getName());
    }
  }
}
