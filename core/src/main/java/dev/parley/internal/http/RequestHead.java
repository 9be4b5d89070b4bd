package dev.parley.internal.http;

import dev.parley.Headers;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The start line and headers of a request, as they came or as the client sent them to the first
 * trusted proxy; see {@link Forwarding}.
 *
 * @param line what it came over
 * @param peer where it came from
 * @param client who sent it, and to whom; null if it came without a proxy
 */
public record RequestHead(
    String method,
    String target,
    String scheme,
    Headers headers,
    RequestLine line,
    PeerAddress peer,
    @Nullable Client client) {
  /**
   * The client and what it addressed.
   *
   * @param address the address of the client
   * @param host the host that the client addressed
   * @param prefix the path in front of the target that is not the application's; empty if there is
   *     none
   */
  public record Client(PeerAddress address, String host, String prefix) {}

  /** Creates a head that came without a proxy. */
  public RequestHead(
      String method,
      String target,
      String scheme,
      Headers headers,
      RequestLine line,
      SocketAddress peer) {
    this(method, target, scheme, headers, line, PeerAddress.of(peer), null);
  }

  /** About how much memory it takes that others do not share. */
  public int heldBytes() {
    return target.length() + HeaderMemory.heldBytes(headers);
  }

  /** The address that the request came from. */
  public SocketAddress peerAddress() {
    return peer.unpacked();
  }

  /** The address of the client. */
  public SocketAddress remoteAddress() {
    return clientAddress().unpacked();
  }

  private PeerAddress clientAddress() {
    return client == null ? peer : client.address();
  }

  /** The host that the client addressed. */
  public String host() {
    return client == null ? headers.first("host").orElse("") : client.host();
  }

  /** The path in front of the target that is not the application's. */
  public String prefix() {
    return client == null ? "" : client.prefix();
  }

  /** The same request, sent by a client with another address. */
  public RequestHead from(SocketAddress address) {
    var other = PeerAddress.of(address);
    return other.equals(clientAddress()) ? this : told(scheme, new Client(other, host(), prefix()));
  }

  /** The same request, as somebody else tells it. */
  RequestHead told(String otherScheme, Client otherClient) {
    return new RequestHead(method, target, otherScheme, headers, line, peer, otherClient);
  }

  /** The same request, with another string for the same target. */
  RequestHead at(String sameTarget) {
    return new RequestHead(method, sameTarget, scheme, headers, line, peer, client);
  }

  /** The same request for what is behind a prefix. */
  RequestHead behind(String prefix, String otherTarget) {
    var behind = new Client(clientAddress(), host(), prefix);
    return new RequestHead(method, otherTarget, scheme, headers, line, peer, behind);
  }
}
