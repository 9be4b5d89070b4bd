package dev.parley.internal.http;

import dev.parley.ForwardedHeaders;
import dev.parley.Headers;
import dev.parley.Proxies;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what came over the line to what the client sent: as far as trusted proxies tell it, and not
 * a word further.
 */
public final class Forwarding {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._\\-]{1,255}(:\\d{1,5})?");
  private static final Pattern HOST_SIX = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}](:\\d{1,5})?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~\\-]{1,100}){1,16}");

  private final Proxies proxies;
  private final Networks trusted;

  /** Creates it. */
  public Forwarding(Proxies proxies) {
    this.proxies = proxies;
    this.trusted = Networks.of(proxies.trustedProxies());
  }

  /** One proxy on the way, nearest last: whom it heard, and what that one said. */
  private record Hop(Optional<String> client, Optional<String> scheme, Optional<String> host) {}

  /** Tells whether a peer is a proxy that is trusted. */
  public boolean isProxy(SocketAddress peer) {
    return trusted.contains(peer);
  }

  /** The request as the client sent it. */
  public RequestHead resolve(RequestHead head) {
    if (!isProxy(head.remoteAddress())) {
      return withoutPrefix(head, proxies.pathPrefix());
    }
    var forwarded =
        switch (proxies.forwardedHeaders()) {
          case X_FORWARDED -> forwarded(head, XForwarded.hops(head.headers()));
          case RFC_7239 -> forwarded(head, Forwarded.hops(head.headers()));
          case NONE -> head;
        };
    return withoutPrefix(forwarded, prefix(head.headers()));
  }

  private RequestHead forwarded(RequestHead head, List<Hop> hops) {
    var client = head.remoteAddress();
    Hop told = null;
    for (int i = hops.size() - 1; i >= 0 && isProxy(client); i--) {
      told = hops.get(i);
      var before = told.client().flatMap(Forwarding::address);
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return told == null ? head : toldBy(told, head, client);
  }

  private static RequestHead toldBy(Hop told, RequestHead head, SocketAddress client) {
    var scheme = told.scheme().map(name -> scheme(name, head.scheme())).orElse(head.scheme());
    var host = told.host().filter(Forwarding::isHost).orElse(head.host());
    return head.told(scheme, new RequestHead.Client(PeerAddress.of(client), host, head.prefix()));
  }

  private static boolean isHost(String host) {
    return HOST.matcher(host).matches() || HOST_SIX.matcher(host).matches();
  }

  /** The scheme of a WebSocket stays one of a WebSocket, whatever name the proxy has for it. */
  private static String scheme(String told, String own) {
    boolean webSocket = own.startsWith("ws");
    return switch (told.toLowerCase(Locale.ROOT)) {
      case "https", "wss" -> webSocket ? "wss" : "https";
      case "http", "ws" -> webSocket ? "ws" : "http";
      default -> own;
    };
  }

  /** Reads an address with or without a port; empty if it is none, such as {@code unknown}. */
  private static Optional<SocketAddress> address(String text) {
    try {
      int colon = text.lastIndexOf(':');
      if (text.startsWith("[")) {
        int bracket = text.indexOf(']');
        return Optional.of(socket(text.substring(1, bracket), portOf(text, bracket + 1)));
      }
      boolean hasPort = colon >= 0 && text.indexOf(':') == colon;
      return Optional.of(
          hasPort ? socket(text.substring(0, colon), portOf(text, colon)) : socket(text, 0));
    } catch (IllegalArgumentException | IndexOutOfBoundsException none) {
      return Optional.empty();
    }
  }

  private static int portOf(String text, int colon) {
    if (colon == text.length()) {
      return 0;
    }
    if (text.charAt(colon) != ':') {
      throw new IllegalArgumentException(text);
    }
    String port = text.substring(colon + 1);
    if (!PORT.matcher(port).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Integer.parseInt(port);
  }

  private static SocketAddress socket(String address, int port) {
    return new InetSocketAddress(Networks.literal(address), port);
  }

  // --- the prefix ---

  private String prefix(Headers headers) {
    if (proxies.forwardedHeaders() != ForwardedHeaders.X_FORWARDED) {
      return proxies.pathPrefix();
    }
    return headers
        .first("x-forwarded-prefix")
        .map(told -> told.endsWith("/") ? told.substring(0, told.length() - 1) : told)
        .filter(told -> PREFIX.matcher(told).matches() && !told.contains("/."))
        .orElse(proxies.pathPrefix());
  }

  private static RequestHead withoutPrefix(RequestHead head, String prefix) {
    return prefix.isEmpty() ? head : head.behind(prefix, stripped(head.target(), prefix));
  }

  /** A proxy may or may not have taken the prefix off. */
  private static String stripped(String target, String prefix) {
    if (!target.startsWith(prefix)) {
      return target;
    }
    String rest = target.substring(prefix.length());
    if (rest.isEmpty() || rest.startsWith("?")) {
      return "/" + rest;
    }
    return rest.startsWith("/") ? rest : target;
  }

  // --- the two kinds of headers ---

  private static List<String> listed(Headers headers, String name) {
    return headers.all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private static final class XForwarded {
    static List<Hop> hops(Headers headers) {
      var clients = listed(headers, "x-forwarded-for");
      var schemes = listed(headers, "x-forwarded-proto");
      var hosts = listed(headers, "x-forwarded-host");
      if (clients.isEmpty()) {
        return schemes.isEmpty() && hosts.isEmpty()
            ? List.of()
            : List.of(new Hop(Optional.empty(), last(schemes), last(hosts)));
      }
      var hops = new Hop[clients.size()];
      for (int i = 0; i < hops.length; i++) {
        hops[i] =
            new Hop(
                Optional.of(clients.get(i)),
                of(i, schemes, hops.length),
                of(i, hosts, hops.length));
      }
      return List.of(hops);
    }

    /** What belongs to one of several clients, or else what the nearest proxy says. */
    private static Optional<String> of(int client, List<String> values, int clients) {
      return values.size() == clients ? Optional.of(values.get(client)) : last(values);
    }

    private static Optional<String> last(List<String> values) {
      return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }
  }

  /** RFC 7239, section 4. Quoted commas and semicolons do not occur in what is read here. */
  private static final class Forwarded {
    static List<Hop> hops(Headers headers) {
      return listed(headers, "forwarded").stream().map(Forwarded::hop).toList();
    }

    private static Hop hop(String element) {
      String client = null;
      String scheme = null;
      String host = null;
      for (var pair : element.split(";", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        switch (name) {
          case "for" -> client = unquoted(pair.substring(equals + 1));
          case "proto" -> scheme = unquoted(pair.substring(equals + 1));
          case "host" -> host = unquoted(pair.substring(equals + 1));
          default -> {
            // By, and whatever else there may be, is of no use.
          }
        }
      }
      return new Hop(optional(client), optional(scheme), optional(host));
    }

    private static Optional<String> optional(@Nullable String value) {
      return Optional.ofNullable(value);
    }

    private static String unquoted(String raw) {
      String value = raw.strip();
      boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
      return quoted ? value.substring(1, value.length() - 1) : value;
    }
  }
}
