package dev.parley.test;

import dev.parley.Headers;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The cookies of a client (RFC 6265), as far as one server needs them: by name and path. {@code
 * Secure} cookies are kept and sent, as browsers do for this machine.
 */
final class CookieJar {
  private record Key(String name, String path) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::name).thenComparing(Key::path);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Key, String> cookies = new ConcurrentSkipListMap<>();

  /** Sets a cookie for every path. */
  void put(String name, String value) {
    cookies.put(new Key(name, "/"), value);
  }

  Optional<String> get(String name) {
    return cookies.entrySet().stream()
        .filter(cookie -> cookie.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Keeps what an answer sets. */
  void keep(Headers headers) {
    headers.all("set-cookie").forEach(this::keep);
  }

  /** The value of the {@code Cookie} header for a path; empty if there is none. */
  String header(String path) {
    return cookies.entrySet().stream()
        .filter(cookie -> matches(cookie.getKey().path(), path))
        .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private void keep(String setCookie) {
    String[] parts = setCookie.split(";", -1);
    int equals = parts[0].indexOf('=');
    if (equals <= 0) {
      return;
    }
    String path = "/";
    boolean expired = false;
    for (int i = 1; i < parts.length; i++) {
      String attribute = parts[i].strip();
      String lower = attribute.toLowerCase(Locale.ROOT);
      if (lower.startsWith("path=/")) {
        path = attribute.substring("path=".length());
      } else if (lower.startsWith("max-age=")) {
        expired = Long.parseLong(lower.substring("max-age=".length())) <= 0;
      }
    }
    var key = new Key(parts[0].substring(0, equals).strip(), path);
    if (expired) {
      cookies.remove(key);
    } else {
      cookies.put(key, parts[0].substring(equals + 1).strip());
    }
  }

  private static boolean matches(String cookiePath, String path) {
    return path.equals(cookiePath)
        || (path.startsWith(cookiePath)
            && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
  }
}
