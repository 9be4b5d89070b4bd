package dev.parley.internal.handshake;

import dev.parley.CompressionMode;
import dev.parley.Headers;
import dev.parley.ServerConfig;
import dev.parley.fuzz.Finding;
import dev.parley.internal.deflate.Deflation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake: which headers make one, what extensions are offered, what of them is
 * agreed on, which origins and subprotocols there are.
 *
 * <p>An input is an origin, a host, subprotocols and offers of extensions, each on a line, as ISO
 * 8859-1.
 */
public final class HandshakeFuzz {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String SPACE = "[ \\t]*";
  private static final Pattern PARAMETER =
      Pattern.compile(
          "%s(%s)%s(?:=%s(?:(%s)|\"((?:\\\\?[!#$%%&'*+.^_`|~0-9A-Za-z-])+)\")%s)?"
              .formatted(SPACE, TOKEN, SPACE, SPACE, TOKEN, SPACE));
  private static final Pattern ORIGIN =
      Pattern.compile("https://([a-z0-9_-]+\\.)+example\\.org|https://example\\.com");
  private static final Pattern SPACES = Pattern.compile(SPACE);
  private static final Origins ORIGINS =
      new Origins(List.of("https://example.com", "https://*.example.org"));
  private static final Headers PROPER =
      Headers.empty()
          .with("connection", "Upgrade")
          .with("upgrade", "websocket")
          .with("sec-websocket-version", "13")
          .with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
  private static final Map<CompressionMode, Deflation> DEFLATIONS =
      Map.of(
          CompressionMode.CONTEXT, deflation(CompressionMode.CONTEXT),
          CompressionMode.MESSAGE, deflation(CompressionMode.MESSAGE));

  private HandshakeFuzz() {}

  private static Deflation deflation(CompressionMode mode) {
    return Deflation.of(
            ServerConfig.builder()
                .compression(options -> options.compressionMode(mode))
                .build()
                .compression())
        .orElseThrow();
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var lines =
        Arrays.stream(new String(input, StandardCharsets.ISO_8859_1).split("\n", 12))
            .map(line -> line.replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "").strip())
            .toList();
    origin(lines.getFirst(), lines.size() > 1 ? lines.get(1) : "");
    if (lines.size() > 2) {
      subprotocols(lines.get(2));
      extensions(lines.subList(3, lines.size()));
    }
  }

  private static void origin(String origin, String host) {
    boolean same =
        !host.isEmpty() && origin.matches("(?is)(?!://)((?!://).)+://" + Pattern.quote(host));
    boolean listed = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT)).matches();
    Finding.unlessEqual(
        same || listed, ORIGINS.allowsOrSame(origin, host), "Origin '" + origin + "' on " + host);
  }

  private static void subprotocols(String field) {
    var offered =
        OpeningHandshake.offeredSubprotocols(Headers.empty().with("sec-websocket-protocol", field));
    for (var name : offered) {
      Finding.unless(!name.isBlank() && !name.contains(","), "A subprotocol is one.");
      Finding.unless(
          OpeningHandshake.chooseSubprotocol(List.of("none of them", name), offered)
              .equals(Optional.of(offered.contains("none of them") ? "none of them" : name)),
          "An offered subprotocol can be chosen.");
    }
  }

  private static void extensions(List<String> fields) {
    var headers = PROPER;
    for (var field : fields) {
      headers = headers.with("sec-websocket-extensions", field);
    }
    var expected = offers(fields);
    var parsed = Extension.parse(fields);
    Finding.unlessEqual(expected, parsed.orElse(null), "The offers");
    Finding.unlessEqual(
        expected != null,
        OpeningHandshake.of("GET", "HTTP/1.1", headers) instanceof OpeningHandshake.Proper,
        "Whether it is a handshake");
    for (var mode : DEFLATIONS.keySet()) {
      agreement(fields, expected == null ? List.of() : expected, mode);
    }
  }

  /** RFC 6455, section 9.1, by regular expressions; null where the grammar is broken. */
  private static @Nullable List<Extension> offers(List<String> fields) {
    var offers = new ArrayList<Extension>();
    for (var field : fields) {
      for (var element : field.split(",", -1)) {
        if (SPACES.matcher(element).matches()) {
          continue;
        }
        var parts = element.split(";", -1);
        var parameters = new ArrayList<Extension.Parameter>();
        for (var part : parts) {
          var parameter = PARAMETER.matcher(part);
          if (!parameter.matches()) {
            return null;
          }
          var quoted = Optional.ofNullable(parameter.group(3)).map(text -> text.replace("\\", ""));
          parameters.add(
              new Extension.Parameter(
                  parameter.group(1), Optional.ofNullable(parameter.group(2)).or(() -> quoted)));
        }
        var name = parameters.removeFirst();
        if (name.value().isPresent()) {
          return null;
        }
        offers.add(new Extension(name.name(), List.copyOf(parameters)));
      }
    }
    return offers;
  }

  /** RFC 7692, section 7.1: what the answer says must fit the first proper offer. */
  private static void agreement(List<String> fields, List<Extension> offers, CompressionMode mode) {
    var offer = offers.stream().filter(HandshakeFuzz::isProper).findFirst();
    var agreed = DEFLATIONS.get(mode).agree(fields, Runnable::run);
    Finding.unlessEqual(offer.isPresent(), agreed.isPresent(), "Whether compression is agreed on");
    if (agreed.isEmpty()) {
      return;
    }
    agreed.get().release();
    var answer = values(Extension.parse(List.of(agreed.get().header())).orElseThrow().getFirst());
    var asked = values(offer.orElseThrow());
    Finding.unless(
        answer.keySet().stream()
            .allMatch(name ->
                List.of("server_no_context_takeover", "client_no_context_takeover").contains(name)
                    || asked.containsKey(name)),
        "Nothing is answered that was not asked: " + answer);
    if (asked.containsKey("server_no_context_takeover") || mode == CompressionMode.MESSAGE) {
      Finding.unless(answer.containsKey("server_no_context_takeover"), "The server forgets.");
    }
    Finding.unless(!answer.containsKey("client_max_window_bits"), "The client keeps its window.");
    Finding.unlessEqual(
        asked.getOrDefault("server_max_window_bits", "none"),
        answer.getOrDefault("server_max_window_bits", "none"),
        "The window of the server");
  }

  private static boolean isProper(Extension offer) {
    var names = new HashSet<String>();
    return offer.name().equals("permessage-deflate")
        && offer.parameters().stream()
            .allMatch(parameter ->
                names.add(parameter.name())
                    && switch (parameter.name()) {
                      case "server_no_context_takeover", "client_no_context_takeover" ->
                          parameter.value().isEmpty();
                      case "client_max_window_bits" ->
                          parameter.value().map(HandshakeFuzz::isWindow).orElse(true);
                      case "server_max_window_bits" ->
                          parameter.value().map(HandshakeFuzz::isWindow).orElse(false);
                      default -> false;
                    });
  }

  private static boolean isWindow(String bits) {
    return List.of("8", "9", "10", "11", "12", "13", "14", "15").contains(bits);
  }

  private static Map<String, String> values(Extension extension) {
    var values = new LinkedHashMap<String, String>();
    extension
        .parameters()
        .forEach(parameter -> values.put(parameter.name(), parameter.value().orElse("")));
    return values;
  }
}
