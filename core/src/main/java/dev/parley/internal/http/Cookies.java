package dev.parley.internal.http;

import dev.parley.Headers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cookies of a request (RFC 6265, section 4.2), read as leniently as browsers write them. */
final class Cookies {
  private Cookies() {}

  static Map<String, String> parse(Headers headers) {
    var cookies = new LinkedHashMap<String, String>();
    for (var header : headers.all("cookie")) {
      for (var pair : header.split(";", -1)) {
        add(cookies, pair.strip());
      }
    }
    return Collections.unmodifiableMap(cookies);
  }

  private static void add(Map<String, String> cookies, String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String name = equals < 0 ? "" : pair.substring(0, equals).strip();
    cookies.put(name, unquote(pair.substring(equals + 1).strip()));
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
