package dev.parley.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A request as it goes over the wire (RFC 9112). */
record RequestText(
    String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {
  byte[] bytes() {
    var head =
        new StringBuilder(method).append(' ').append(encoded(target)).append(" HTTP/1.1\r\n");
    headers.forEach(
        field -> head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /** The path without the query. */
  static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /**
   * Percent-encodes what may not stand in a request line as it is: spaces, quotes and everything
   * beyond ASCII.
   */
  static String encoded(String target) {
    var encoded = new StringBuilder(target.length());
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '"' && b != '<' && b != '>') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(java.util.HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
