package dev.parley.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * RFC 6455, section 5, once more and as simply as can be: all bytes at once, one byte after the
 * other, UTF-8 by what the JDK writes again as it was. It knows nothing of the reader that it is
 * compared with.
 */
final class FrameModel {
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;
  private final int maxMessageBytes;
  private final int maxFragments;
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private int at;

  /** 0 for none, 1 for text, 2 for binary. */
  private int kind;

  private int fragments;
  private long announced;

  private FrameModel(byte[] bytes, int offset, int maxMessageBytes, int maxFragments) {
    this.bytes = bytes;
    this.at = offset;
    this.maxMessageBytes = maxMessageBytes;
    this.maxFragments = maxFragments;
  }

  /** Reads the frames of a client, from an offset to the end. */
  static Outcome read(byte[] bytes, int offset, int maxMessageBytes, int maxFragments) {
    var model = new FrameModel(bytes, offset, maxMessageBytes, maxFragments);
    String end = model.frames();
    String open =
        model.kind == 0 ? "" : model.kind + " " + HEX.formatHex(model.message.toByteArray());
    return new Outcome(model.events, end, open);
  }

  private String frames() {
    while (at < bytes.length) {
      String end = frame();
      if (!end.isEmpty()) {
        return end;
      }
    }
    return "open";
  }

  private int unsigned(int index) {
    return bytes[index] & 0xff;
  }

  /** Reads one frame. Returns how it all ends, empty if it goes on. */
  private String frame() {
    int first = unsigned(at);
    boolean fin = first >= 0x80;
    int opcode = first % 16;
    if (first / 16 % 8 != 0 || !List.of(0, 1, 2, 8, 9, 10).contains(opcode)) {
      return "fail 1002";
    }
    boolean control = opcode >= 8;
    if (control ? !fin : (opcode == 0) == (kind == 0)) {
      return "fail 1002";
    }
    if (at + 1 == bytes.length) {
      return "open";
    }
    int second = unsigned(at + 1);
    int inHeader = second % 128;
    if (second < 128 || (control && inHeader > 125)) {
      return "fail 1002";
    }
    int lengthBytes = inHeader == 127 ? 8 : inHeader == 126 ? 2 : 0;
    int payloadAt = at + 2 + lengthBytes + 4;
    if (payloadAt > bytes.length) {
      return "open";
    }
    long length = length(inHeader, lengthBytes);
    if (length < 0 || (lengthBytes == 2 && length < 126) || (lengthBytes == 8 && length < 65_536)) {
      return "fail 1002";
    }
    if (!control) {
      if (opcode != 0) {
        fragments = 0;
        announced = 0;
      }
      if (length > maxMessageBytes - announced || ++fragments > maxFragments) {
        return "fail 1009";
      }
      kind = opcode == 0 ? kind : opcode;
      announced += length;
    }
    int end = (int) Math.min(bytes.length, payloadAt + length);
    boolean whole = bytes.length - payloadAt >= length;
    byte[] payload = new byte[end - payloadAt];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (bytes[payloadAt + i] ^ bytes[payloadAt - 4 + i % 4]);
    }
    at = end;
    return control ? control(opcode, payload, whole) : data(payload, whole, fin);
  }

  private long length(int inHeader, int lengthBytes) {
    var extended = ByteBuffer.wrap(bytes, at + 2, lengthBytes);
    return switch (lengthBytes) {
      case 0 -> inHeader;
      case 2 -> extended.getShort() & 0xffff;
      default -> extended.getLong();
    };
  }

  private String data(byte[] payload, boolean whole, boolean fin) {
    message.writeBytes(payload);
    boolean ends = whole && fin;
    if (kind == 1 && !isUtf8(message.toByteArray(), ends)) {
      return "fail 1007";
    }
    if (ends) {
      events.add(kind + " " + HEX.formatHex(message.toByteArray()));
      message.reset();
      kind = 0;
    }
    return "";
  }

  private String control(int opcode, byte[] payload, boolean whole) {
    if (!whole) {
      return "open";
    }
    if (opcode != 8) {
      events.add(opcode + " " + HEX.formatHex(payload));
      return "";
    }
    if (payload.length == 0) {
      return "close 1005 ";
    }
    int code = payload.length == 1 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    boolean defined = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
    if (!defined && (code < 3000 || code > 4999)) {
      return "fail 1002";
    }
    byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
    return isWholeUtf8(reason)
        ? "close " + code + " " + new String(reason, StandardCharsets.UTF_8)
        : "fail 1007";
  }

  /** Tells whether bytes are UTF-8, or its beginning where more may follow. */
  private static boolean isUtf8(byte[] bytes, boolean complete) {
    if (isWholeUtf8(bytes)) {
      return true;
    }
    // The ranges of the bytes to follow have no gaps: the least or the most would do, if any does.
    for (int missing = 1; missing <= 3 && !complete; missing++) {
      for (int filler : new int[] {0x80, 0xbf}) {
        byte[] filled = Arrays.copyOf(bytes, bytes.length + missing);
        Arrays.fill(filled, bytes.length, filled.length, (byte) filler);
        if (isWholeUtf8(filled)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWholeUtf8(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
  }
}
