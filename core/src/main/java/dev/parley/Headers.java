package dev.parley;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Header fields of a request or an answer: names ignore letter case, order and repeats are kept.
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(new String[0]);

  /** Names and values in turn: headers stay with every connection, so that their size counts. */
  private final String[] fields;

  private Headers(String[] fields) {
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
    var copy = new String[2 * fields.size()];
    int at = 0;
    for (var field : fields) {
      var name = CommonHeaders.name(field.getKey());
      copy[at++] = name;
      copy[at++] = CommonHeaders.value(name, field.getValue());
    }
    return new Headers(copy);
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
    var copy = Arrays.copyOf(fields, fields.length + 2);
    copy[fields.length] = name.toLowerCase(Locale.ROOT);
    copy[fields.length + 1] = value;
    return new Headers(copy);
  }

  /**
   * Returns the first value of a header.
   *
   * @param name the name, in any letter case
   * @return the value, or empty if there is none
   */
  public Optional<String> first(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return Optional.of(fields[i + 1]);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns every value of a header, in order.
   *
   * @param name the name, in any letter case
   * @return the values, possibly none
   */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        // Mostly there is one.
        values = values.isEmpty() ? List.of(fields[i + 1]) : plus(values, fields[i + 1]);
      }
    }
    return values;
  }

  private static List<String> plus(List<String> values, String value) {
    var more = new ArrayList<>(values);
    more.add(value);
    return List.copyOf(more);
  }

  /**
   * Returns every field in order.
   *
   * @return lower-case names and values
   */
  public List<Map.Entry<String, String>> fields() {
    var entries = new ArrayList<Map.Entry<String, String>>(fields.length / 2);
    for (int i = 0; i < fields.length; i += 2) {
      entries.add(Map.entry(fields[i], fields[i + 1]));
    }
    return List.copyOf(entries);
  }

  /** Returns the names only: values may be secrets. */
  @Override
  public String toString() {
    return fields().stream().map(Map.Entry::getKey).distinct().toList().toString();
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
