package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.internal.http.HeaderMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of a request or an answer: names ignore letter case, order and repeats are kept.
 */
public final class Headers {
  private static final byte[] NONE = {};

  /** No byte of UTF-8. */
  private static final byte END = -1;

  private static final Headers EMPTY = new Headers(new String[0], NONE);

  /** What a string takes besides its characters. */
  private static final int STRING_OVERHEAD_BYTES = 48;

  static {
    HeaderMemory.open(Headers::heldBytes);
  }

  /**
   * Names and values in turn, null for one that is the next of {@link #own}. Many clients may share
   * them: headers stay with every connection, so that their size counts.
   */
  private final @Nullable String[] fields;

  /** What nobody else is expected to send, as UTF-8, with {@link #END} between two of them. */
  private final byte[] own;

  private Headers(@Nullable String[] fields, byte[] own) {
    this.fields = fields;
    this.own = own;
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
    var common = new @Nullable String[2 * fields.size()];
    var own = new ArrayList<byte[]>(2);
    int at = 0;
    for (var field : fields) {
      var name = CommonHeaders.name(field.getKey());
      if (name == null) {
        own.add(field.getKey().toLowerCase(Locale.ROOT).getBytes(UTF_8));
      }
      common[at++] = name;
      var value = CommonHeaders.value(name, field.getValue());
      if (value == null) {
        own.add(field.getValue().getBytes(UTF_8));
      }
      common[at++] = value;
    }
    return new Headers(CommonHeaders.fields(common), joined(own));
  }

  private static byte[] joined(List<byte[]> values) {
    if (values.size() <= 1) {
      return values.isEmpty() ? NONE : values.getFirst();
    }
    int length = values.size() - 1;
    for (byte[] value : values) {
      length += value.length;
    }
    byte[] joined = new byte[length];
    Arrays.fill(joined, END);
    int at = 0;
    for (byte[] value : values) {
      System.arraycopy(value, 0, joined, at, value.length);
      at += value.length + 1;
    }
    return joined;
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
    return new Headers(copy, own);
  }

  /**
   * Returns the first value of a header.
   *
   * @param name the name, in any letter case
   * @return the value, or empty if there is none
   */
  public Optional<String> first(String name) {
    int start = 0;
    for (int i = 0; i < fields.length; i += 2) {
      boolean found = isNamed(i, start, name);
      start = behind(i, start);
      if (found) {
        return Optional.of(text(i + 1, start));
      }
      start = behind(i + 1, start);
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
    int start = 0;
    for (int i = 0; i < fields.length; i += 2) {
      boolean found = isNamed(i, start, name);
      start = behind(i, start);
      if (found) {
        var value = text(i + 1, start);
        // Mostly there is one.
        values = values.isEmpty() ? List.of(value) : plus(values, value);
      }
      start = behind(i + 1, start);
    }
    return values;
  }

  private boolean isNamed(int index, int start, String name) {
    var common = fields[index];
    if (common != null) {
      return common.equalsIgnoreCase(name);
    }
    int stop = start + name.length();
    if (stop > own.length || (stop < own.length && own[stop] != END)) {
      return false;
    }
    int at = start;
    while (at < stop && own[at] == Character.toLowerCase(name.charAt(at - start))) {
      at++;
    }
    return at == stop;
  }

  /** The name or value at an index; if it is one of its own, it begins at {@code start}. */
  private String text(int index, int start) {
    var common = fields[index];
    return common != null ? common : new String(own, start, end(start) - start, UTF_8);
  }

  /** Where the next own one begins behind the name or value at an index. */
  private int behind(int index, int start) {
    return fields[index] != null ? start : end(start) + 1;
  }

  private int end(int start) {
    int end = start;
    while (end < own.length && own[end] != END) {
      end++;
    }
    return end;
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
    int start = 0;
    for (int i = 0; i < fields.length; i += 2) {
      var name = text(i, start);
      start = behind(i, start);
      entries.add(Map.entry(name, text(i + 1, start)));
      start = behind(i + 1, start);
    }
    return List.copyOf(entries);
  }

  private int heldBytes() {
    int held = own.length + fields.length * Integer.BYTES;
    for (var text : fields) {
      if (text != null && !CommonHeaders.isAlwaysThere(text)) {
        held += text.length() + STRING_OVERHEAD_BYTES;
      }
    }
    return held;
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
