package dev.parley;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Header fields of a request or an answer: names ignore letter case, order and repeats are kept.
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(List.of());

  private final List<Map.Entry<String, String>> fields;

  private Headers(List<Map.Entry<String, String>> fields) {
    this.fields = fields;
  }

  /**
   * Returns no headers.
   *
   * @return the empty headers
   */
  public static Headers empty() {
    return EMPTY;
  }

  /**
   * Makes headers from fields in order.
   *
   * @param fields names and values; names may repeat
   * @return the headers, with lower-case names
   */
  public static Headers of(List<Map.Entry<String, String>> fields) {
    var copy = new ArrayList<Map.Entry<String, String>>(fields.size());
    for (var field : fields) {
      copy.add(Map.entry(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    }
    return new Headers(List.copyOf(copy));
  }

  /**
   * Returns the headers with one field more.
   *
   * @param name the name
   * @param value the value
   * @return new headers
   * @throws IllegalArgumentException if the name is no token, or the value has a control character
   */
  public Headers with(String name, String value) {
    requireToken(name);
    requireFieldValue(name, value);
    var copy = new ArrayList<>(fields);
    copy.add(Map.entry(name.toLowerCase(Locale.ROOT), value));
    return new Headers(List.copyOf(copy));
  }

  /**
   * Returns the first value of a header.
   *
   * @param name the name, in any letter case
   * @return the value, or empty if there is none
   */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Returns every value of a header, in order.
   *
   * @param name the name, in any letter case
   * @return the values, possibly none
   */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * Returns every field in order.
   *
   * @return lower-case names and values
   */
  public List<Map.Entry<String, String>> fields() {
    return fields;
  }

  /** Returns the names only: values may be secrets. */
  @Override
  public String toString() {
    return fields.stream().map(Map.Entry::getKey).distinct().toList().toString();
  }

  private static void requireToken(String name) {
    boolean token =
        !name.isEmpty()
            && name.chars()
                .allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    if (!token) {
      throw new IllegalArgumentException(
          "Header name '" + name + "' is no token (RFC 9110, section 5.6.2).");
    }
  }

  private static void requireFieldValue(String name, String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new IllegalArgumentException(
          "The value of header '" + name + "' has a control character; expected one line of text.");
    }
  }
}
