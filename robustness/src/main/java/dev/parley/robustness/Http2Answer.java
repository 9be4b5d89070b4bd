package dev.parley.robustness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a server of HTTP/2 says: why it ends the connection, or else the first answer of all. */
final class Http2Answer implements Answer {
  /** The error codes of RFC 9113, section 7. */
  private static final List<String> ERRORS =
      List.of(
          "NO_ERROR",
          "PROTOCOL_ERROR",
          "INTERNAL_ERROR",
          "FLOW_CONTROL_ERROR",
          "SETTINGS_TIMEOUT",
          "STREAM_CLOSED",
          "FRAME_SIZE_ERROR",
          "REFUSED_STREAM",
          "CANCEL",
          "COMPRESSION_ERROR",
          "CONNECT_ERROR",
          "ENHANCE_YOUR_CALM");

  /** The statuses that have a place in the static table, from index 8 on (RFC 7541, appendix A). */
  private static final List<String> INDEXED = List.of("200", "204", "206", "304", "400", "404");

  private static final int FIRST_INDEXED = 0x88;

  /** Where the code is in GOAWAY, behind the last stream. */
  private static final int GOAWAY_CODE_AT = 4;

  private static final int MOST_KEPT_BYTES = 16;

  private final ByteBuffer header = ByteBuffer.allocate(Http2Frames.HEADER_BYTES);
  private final ByteBuffer payload = ByteBuffer.allocate(MOST_KEPT_BYTES);
  private int payloadLeft;
  private String goAway = "";
  private String first = "";

  @Override
  public boolean isOpened() {
    return first.equals("200");
  }

  @Override
  public String fate(String ending) {
    if (!goAway.isEmpty()) {
      return "GOAWAY " + goAway;
    }
    return (first.isEmpty() ? "no answer" : first) + ", " + ending;
  }

  @Override
  public void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (header.hasRemaining()) {
        header.put(bytes.get());
        if (header.hasRemaining()) {
          continue;
        }
        payloadLeft = header.getInt(0) >>> 8;
      } else {
        takePayload(bytes);
      }
      if (payloadLeft == 0) {
        end(header.get(3));
        header.clear();
        payload.clear();
      }
    }
  }

  private void takePayload(ByteBuffer bytes) {
    int count = Math.min(payloadLeft, bytes.remaining());
    int kept = Math.min(count, payload.remaining());
    payload.put(bytes.slice(bytes.position(), kept));
    bytes.position(bytes.position() + count);
    payloadLeft -= count;
  }

  private void end(byte type) {
    switch (type) {
      case Http2Frames.GOAWAY -> goAway = error(payload.getInt(GOAWAY_CODE_AT));
      case Http2Frames.RST_STREAM -> first("RST_STREAM " + error(payload.getInt(0)));
      case Http2Frames.HEADERS -> first(status());
      default -> {
        // It tells nothing about the outcome.
      }
    }
  }

  private void first(String answer) {
    if (first.isEmpty()) {
      first = answer;
    }
  }

  private static String error(int code) {
    return code >= 0 && code < ERRORS.size() ? ERRORS.get(code) : Integer.toString(code);
  }

  /** The status comes first in a block, by its index or as a literal of three digits. */
  private String status() {
    int index = (payload.get(0) & 0xff) - FIRST_INDEXED;
    if (index >= 0 && index < INDEXED.size()) {
      return INDEXED.get(index);
    }
    return new String(payload.array(), 2, 3, StandardCharsets.US_ASCII);
  }
}
