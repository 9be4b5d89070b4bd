package dev.parley.internal.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and values as forms encode them (WHATWG URL, section 5.1). */
final class FormData {
  /** How many values are read; a target of a few kilobytes has no more that anyone needs. */
  private static final int MAX_VALUES = 1_000;

  private FormData() {}

  /** Parses a query that {@link Target} has found well encoded. */
  static Map<String, List<String>> parse(String query) {
    if (query.isEmpty()) {
      return Map.of();
    }
    var values = new LinkedHashMap<String, List<String>>();
    int count = 0;
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (count == MAX_VALUES) {
        break;
      }
      count++;
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decode(name), unseen -> new ArrayList<>()).add(decode(value));
    }
    return Collections.unmodifiableMap(values);
  }

  private static String decode(String encoded) {
    return Target.decode(encoded.replace('+', ' '));
  }
}
