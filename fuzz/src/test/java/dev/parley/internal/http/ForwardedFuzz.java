package dev.parley.internal.http;

import dev.parley.ForwardedHeaders;
import dev.parley.Headers;
import dev.parley.ServerConfig;
import dev.parley.fuzz.Finding;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What proxies tell: nobody is believed but those that are trusted, and what a client writes in
 * front of what its proxy writes changes nothing.
 *
 * <p>An input is a byte of choices, then lines: a target, what an attacker writes in front, and
 * headers as {@code name: value}, as ISO 8859-1.
 */
public final class ForwardedFuzz {
  private static final Pattern FIELD =
      Pattern.compile("([a-zA-Z0-9-]{1,40}): ?([^\\x00\\r]{0,500})");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+(:\\d+)?|\\[[0-9a-fA-F:.]+](:\\d+)?");
  private static final List<String> LISTS = List.of("x-forwarded-for", "forwarded");
  private static final Map<ForwardedHeaders, Forwarding> FORWARDINGS =
      Map.of(
          ForwardedHeaders.X_FORWARDED, forwarding(ForwardedHeaders.X_FORWARDED),
          ForwardedHeaders.RFC_7239, forwarding(ForwardedHeaders.RFC_7239),
          ForwardedHeaders.NONE, forwarding(ForwardedHeaders.NONE));
  private static final String PREFIX = "/app";

  private ForwardedFuzz() {}

  private static Forwarding forwarding(ForwardedHeaders kind) {
    return new Forwarding(
        ServerConfig.builder()
            .proxies(proxies ->
                proxies
                    .trustedProxies(List.of("10.0.0.0/8", "192.0.2.1", "2001:db8::/32"))
                    .forwardedHeaders(kind)
                    .pathPrefix(PREFIX))
            .build()
            .proxies());
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var lines = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1).split("\n", 20);
    var fields = new ArrayList<Map.Entry<String, String>>();
    for (int i = 2; i < lines.length; i++) {
      var field = FIELD.matcher(lines[i]);
      if (field.matches()) {
        fields.add(Map.entry(field.group(1), field.group(2).strip()));
      }
    }
    var kind = ForwardedHeaders.values()[(input[0] & 0xff) % 3];
    var peer = socket((input[0] & 4) == 0 ? "10.1.2.3" : "203.0.113.9");
    var head = head(lines[0], fields, peer);
    var resolved = FORWARDINGS.get(kind).resolve(head);
    plain(head, resolved, kind);
    if (kind != ForwardedHeaders.NONE && isTrusted(peer)) {
      believed(head, resolved, kind);
      if (lines.length > 1) {
        attacked(lines[1], head, resolved, kind);
      }
    }
  }

  private static RequestHead head(
      String target, List<Map.Entry<String, String>> fields, SocketAddress peer) {
    return new RequestHead("GET", target, "ws", Headers.of(fields), RequestLine.PLAIN, peer);
  }

  /** What holds for every request. */
  private static void plain(RequestHead head, RequestHead resolved, ForwardedHeaders kind) {
    if (kind == ForwardedHeaders.NONE || !isTrusted(head.remoteAddress())) {
      Finding.unlessEqual(head.remoteAddress(), resolved.remoteAddress(), "The client");
      Finding.unlessEqual(head.host(), resolved.host(), "The host");
      Finding.unlessEqual(head.scheme(), resolved.scheme(), "The scheme");
      Finding.unlessEqual(PREFIX, resolved.prefix(), "The prefix");
    }
    Finding.unless(
        resolved.host().equals(head.host()) || HOST.matcher(resolved.host()).matches(),
        "A host that is told is one: " + resolved.host());
    Finding.unless(List.of("ws", "wss").contains(resolved.scheme()), "A scheme of a WebSocket.");
    var prefix = resolved.prefix();
    Finding.unless(
        prefix.matches("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+"), "A prefix is a path: " + prefix);
    boolean kept = resolved.target().equals(head.target());
    boolean cut = (prefix + resolved.target()).equals(head.target());
    boolean root =
        ("/" + head.target().substring(Math.min(prefix.length(), head.target().length())))
                .equals(resolved.target())
            && head.target().startsWith(prefix);
    Finding.unless(kept || cut || root, "The target, or it without the prefix.");
  }

  /** From the right, as long as the one who speaks is trusted. */
  private static void believed(RequestHead head, RequestHead resolved, ForwardedHeaders kind) {
    var clients = new ArrayList<String>();
    boolean x = kind == ForwardedHeaders.X_FORWARDED;
    for (var value : head.headers().all(x ? "x-forwarded-for" : "forwarded")) {
      for (var element : value.split(",", -1)) {
        clients.add(x ? element.strip() : clientOf(element));
      }
    }
    SocketAddress expected = head.remoteAddress();
    for (int i = clients.size() - 1; i >= 0 && isTrusted(expected); i--) {
      var told = address(clients.get(i));
      if (told == null) {
        break;
      }
      expected = told;
    }
    Finding.unlessEqual(expected, resolved.remoteAddress(), "The client by " + clients);
  }

  private static String clientOf(String element) {
    String client = "";
    for (var pair : element.split(";", -1)) {
      var nameAndValue = pair.split("=", 2);
      if (nameAndValue.length == 2 && nameAndValue[0].strip().equalsIgnoreCase("for")) {
        var value = nameAndValue[1].strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        client = quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return client;
  }

  /** A client may write what it likes in front of what its proxy writes. */
  private static void attacked(
      String attack, RequestHead head, RequestHead resolved, ForwardedHeaders kind) {
    boolean told = LISTS.stream().anyMatch(name -> !head.headers().all(name).isEmpty());
    if (!told || isTrusted(resolved.remoteAddress())) {
      return;
    }
    var fields = new ArrayList<Map.Entry<String, String>>();
    LISTS.forEach(name -> fields.add(Map.entry(name, attack)));
    fields.addAll(head.headers().fields());
    var attacked = FORWARDINGS.get(kind).resolve(head(head.target(), fields, head.remoteAddress()));
    Finding.unlessEqual(resolved.remoteAddress(), attacked.remoteAddress(), "The client, attacked");
  }

  private static boolean isTrusted(SocketAddress address) {
    byte[] bytes = ((InetSocketAddress) address).getAddress().getAddress();
    return bytes.length == 4
        ? bytes[0] == 10 || Arrays.equals(bytes, new byte[] {(byte) 192, 0, 2, 1})
        : Arrays.equals(Arrays.copyOf(bytes, 4), new byte[] {0x20, 1, 0x0d, (byte) 0xb8});
  }

  /** An address as a header has it, with or without a port; null if it is none. */
  private static @Nullable SocketAddress address(String text) {
    var parts =
        Pattern.compile(
                "\\[([0-9a-fA-F:.]+)](?::(\\d{1,9}))?|([0-9.]+)(?::(\\d{1,9}))?|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)")
            .matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String literal =
        parts.group(1) != null
            ? parts.group(1)
            : parts.group(3) != null ? parts.group(3) : parts.group(5);
    String port = parts.group(2) != null ? parts.group(2) : parts.group(4);
    int number = port == null ? 0 : Integer.parseInt(port);
    boolean four = literal.indexOf(':') < 0;
    if (number > 0xffff || (four && !isFour(literal))) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(literal), number);
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static boolean isFour(String text) {
    return NetUtil.isValidIpV4Address(text)
        && Arrays.stream(text.split("\\.")).noneMatch(part -> part.matches("0.+"));
  }

  private static InetSocketAddress socket(String address) {
    return new InetSocketAddress(Networks.literal(address), 4711);
  }
}
