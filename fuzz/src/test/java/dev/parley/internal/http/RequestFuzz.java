package dev.parley.internal.http;

import dev.parley.Headers;
import dev.parley.HttpException;
import dev.parley.fuzz.Finding;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.handshake.Origins;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a head says: target, query, cookies, and whether it is a handshake. Targets and queries are
 * compared with what the JDK makes of them.
 *
 * <p>An input is a target, then lines of {@code name: value}, as ISO 8859-1.
 */
public final class RequestFuzz {
  private static final Pattern PLAIN = Pattern.compile("/[a-zA-Z0-9/]{0,99}(\\?[a-z0-9=&]{0,99})?");
  private static final Pattern FIELD =
      Pattern.compile("([a-zA-Z0-9-]{1,40}): ?([^\\x00\\r]{0,500})");
  private static final Origins ORIGINS =
      new Origins(List.of("https://example.com", "https://*.example.org"));
  private static final int MOST_VALUES = 1_000;

  private RequestFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 20);
    target(lines[0]);
    var fields = new ArrayList<Map.Entry<String, String>>();
    for (int i = 1; i < lines.length; i++) {
      var field = FIELD.matcher(lines[i]);
      if (field.matches()) {
        fields.add(Map.entry(field.group(1), field.group(2).strip()));
      }
    }
    head(Headers.of(fields));
  }

  private static void target(String text) {
    Target target;
    try {
      target = Target.parse(text);
    } catch (HttpException refused) {
      Finding.unlessEqual(400, refused.status(), "The status for a malformed target");
      Finding.unless(!PLAIN.matcher(text).matches(), "A plain target is accepted.");
      return;
    }
    var uri = uri("http://host" + target.rawPath());
    Finding.unless(uri != null, "An accepted path is one by RFC 3986: " + target.rawPath());
    Finding.unlessEqual(uri.getPath(), target.path(), "The decoded path");
    for (var name : target.rawPath().split("/")) {
      Finding.unless(!name.equals(".") && !name.equals(".."), "A path has no dot segments.");
    }
    Finding.unless(target.path().indexOf('\0') < 0, "A path has no NUL.");
    if (!text.startsWith("/")) {
      absolute(text, target);
    }
    query(target.rawQuery());
  }

  /**
   * The absolute form means what it means to everyone else on the way (RFC 9112, section 3.2.2).
   */
  private static void absolute(String text, Target target) {
    var uri = uri(text);
    if (uri == null || uri.isOpaque()) {
      return;
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    Finding.unlessEqual(path, target.rawPath(), "The path of the absolute form");
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    Finding.unlessEqual(query, target.rawQuery(), "The query of the absolute form");
    Finding.unlessEqual(null, uri.getRawFragment(), "A target has no fragment");
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException none) {
      return null;
    }
  }

  private static void query(String query) {
    var expected = new LinkedHashMap<String, List<String>>();
    int count = 0;
    for (var pair : query.split("&")) {
      if (!pair.isEmpty() && count++ < MOST_VALUES) {
        var nameAndValue = pair.split("=", 2);
        var value = nameAndValue.length == 1 ? "" : nameAndValue[1];
        expected
            .computeIfAbsent(decoded(nameAndValue[0]), unseen -> new ArrayList<>())
            .add(decoded(value));
      }
    }
    Finding.unlessEqual(expected, FormData.parse(query), "The parameters of the query");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void head(Headers headers) {
    Cookies.parse(headers)
        .forEach((name, value) -> {
          Finding.unless(
              name.indexOf(';') < 0 && name.indexOf('=') < 0, "A name of a cookie ends.");
          Finding.unless(value.indexOf(';') < 0, "A value of a cookie ends.");
        });
    var origin = headers.first("origin").orElse("");
    var host = headers.first("host").orElse("");
    if (ORIGINS.allowsOrSame(origin, host)) {
      Finding.unless(
          origin.regionMatches(true, origin.length() - host.length(), host, 0, host.length())
              || origin.toLowerCase(java.util.Locale.ROOT).contains("example."),
          "An origin that is allowed is the host's or on the list: " + origin);
    }
    OpeningHandshake.offeredSubprotocols(headers);
    if (OpeningHandshake.of("GET", "HTTP/1.1", headers) instanceof OpeningHandshake.Proper proper) {
      Finding.unlessEqual(16, Base64.getDecoder().decode(proper.key()).length, "Bytes of the key");
      Finding.unlessEqual(28, proper.accept().length(), "Length of the answer to the key");
      Finding.unlessEqual(
          List.of("13"), headers.all("sec-websocket-version"), "The version of a handshake");
    }
  }
}
