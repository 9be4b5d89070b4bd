package dev.parley.internal.http;

import dev.parley.Headers;
import dev.parley.internal.http.HttpReply.Content;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the head of an HTTP/1.1 response, and small responses whole (RFC 9112, section 2). */
public final class ReplyEncoder {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(416, "Range Not Satisfiable"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(426, "Upgrade Required"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  /** The date, made once a second. */
  private record Second(long epochSecond, String text) {}

  private static volatile Second second = new Second(0, "");

  private ReplyEncoder() {}

  /** The answer that accepts a handshake (RFC 6455, section 4.2.2). */
  public static byte[] switchingProtocols(
      String accept, Optional<String> subprotocol, Headers headers) {
    var more = new StringBuilder(0);
    subprotocol.ifPresent(name -> field(more, "sec-websocket-protocol", name));
    headers.fields().forEach(entry -> field(more, entry.getKey(), entry.getValue()));
    // One string of the right size for most handshakes, where there is nothing more.
    return bytes(
        "HTTP/1.1 101 Switching Protocols\r\n"
            + "upgrade: websocket\r\n"
            + "connection: Upgrade\r\n"
            + "sec-websocket-accept: "
            + accept
            + "\r\ndate: "
            + date()
            + "\r\n"
            + more
            + "\r\n");
  }

  /** A whole response after which the line is closed. Its content is in memory. */
  public static byte[] closing(HttpReply reply) {
    byte[] head = head(reply, Connection.CLOSE);
    byte[] body = reply.content() instanceof Content.Bytes(var bytes) ? bytes : new byte[0];
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  /** What becomes of the line after a response. */
  public enum Connection {
    /** It serves the next request. */
    KEEP_ALIVE,
    /** It is closed. */
    CLOSE
  }

  /** The start line and the headers of a response. */
  public static byte[] head(HttpReply reply, Connection connection) {
    int status = reply.status();
    var head = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ');
    head.append(PHRASES.getOrDefault(status, "Status")).append("\r\n");
    reply.headers().fields().forEach(entry -> field(head, entry.getKey(), entry.getValue()));
    // 204 and 304 have no content, and their length is not told (RFC 9110, section 8.6).
    if (status != 204 && status != 304 && reply.headers().first("content-length").isEmpty()) {
      field(head, "content-length", Long.toString(length(reply.content())));
    }
    field(head, "date", date());
    if (connection == Connection.CLOSE) {
      field(head, "connection", "close");
    }
    return bytes(head.append("\r\n").toString());
  }

  private static long length(Content content) {
    return switch (content) {
      case Content.Bytes(var bytes) -> bytes.length;
      case Content.FilePart part -> part.length();
    };
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static byte[] bytes(String head) {
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String date() {
    long now = System.currentTimeMillis() / 1000;
    var known = second;
    if (known.epochSecond() != now) {
      known = new Second(now, DATE.format(Instant.ofEpochSecond(now)));
      second = known;
    }
    return known.text();
  }
}
