package dev.parley.internal.routing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits and decodes a path as it came (RFC 3986, sections 2.1 and 3.3). */
final class PathSegments {
  private PathSegments() {}

  /**
   * Splits a raw path at its slashes and decodes each segment for itself, so that an encoded slash
   * never becomes a separator.
   *
   * @return the segments behind the first slash; empty if the path does not start with one, or is
   *     not encoded properly
   */
  static Optional<List<String>> split(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return Optional.empty();
    }
    var segments = new ArrayList<String>();
    for (int start = 1; start <= rawPath.length(); ) {
      int slash = rawPath.indexOf('/', start);
      int end = slash < 0 ? rawPath.length() : slash;
      var segment = decode(rawPath.substring(start, end));
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
      start = end + 1;
    }
    return Optional.of(segments);
  }

  /**
   * Tells whether a segment, or a part of one that holds encoded slashes, would climb in a tree.
   */
  static boolean isDots(String segment) {
    if (segment.indexOf('/') < 0) {
      return segment.equals(".") || segment.equals("..");
    }
    for (var part : segment.split("/", -1)) {
      if (isDots(part)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return Optional.of(segment);
    }
    var bytes = ByteBuffer.allocate(3 * segment.length());
    for (int at = 0; at < segment.length(); ) {
      if (segment.charAt(at) != '%') {
        int end = segment.indexOf('%', at);
        var plain = segment.substring(at, end < 0 ? segment.length() : end);
        bytes.put(plain.getBytes(StandardCharsets.UTF_8));
        at += plain.length();
        continue;
      }
      if (!isEscape(segment, at)) {
        return Optional.empty();
      }
      bytes.put((byte) Integer.parseInt(segment, at + 1, at + 3, 16));
      at += 3;
    }
    return text(bytes.flip());
  }

  private static boolean isEscape(String segment, int at) {
    return at + 3 <= segment.length()
        && Character.digit(segment.charAt(at + 1), 16) >= 0
        && Character.digit(segment.charAt(at + 2), 16) >= 0;
  }

  private static Optional<String> text(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }
}
