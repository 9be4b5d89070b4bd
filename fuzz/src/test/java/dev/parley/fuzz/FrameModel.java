package dev.parley.fuzz;

import dev.parley.internal.protocol.FrameReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * RFC 6455, section 5, once more and as simply as can be: all bytes at once, one byte after the
 * other, UTF-8 by what the JDK writes again as it was. It knows nothing of the reader that it is
 * compared with.
 */
public final class FrameModel {
  private static final Set<String> GOES_ON = Set.of();
  private static final Set<String> OPEN = Set.of("open");
  private static final Set<String> PROTOCOL_ERROR = Set.of("fail 1002");
  private static final Set<String> NOT_UTF_8 = Set.of("fail 1007");
  private static final Set<String> TOO_BIG = Set.of("fail 1009");

  /** More than what one compressed byte can become. */
  private static final int MOST_OF_A_BYTE = 8_192;

  /** A message in one frame is told whole up to here, unless it is compressed. */
  private static final int MOST_TOLD_WHOLE = 65_536;

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;
  private final FrameReader.Limits limits;
  private final @Nullable InflateModel inflation;
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private int at;

  /** 0 for none, 1 for text, 2 for binary. */
  private int kind;

  private int fragments;
  private long announced;
  private boolean compressed;

  /** Whether nothing of the message is told before its end: it comes in one frame. */
  private boolean toldWhole;

  private FrameModel(
      byte[] bytes, int offset, FrameReader.Limits limits, @Nullable InflateModel inflation) {
    this.bytes = bytes;
    this.at = offset;
    this.limits = limits;
    this.inflation = inflation;
  }

  /** Reads the frames of a client, from an offset to the end. */
  static Outcome read(byte[] bytes, int offset, FrameReader.Limits limits) {
    return new FrameModel(bytes, offset, limits, null).outcome();
  }

  /** Reads the frames of a client that may compress (RFC 7692). */
  public static Outcome read(
      byte[] bytes, int offset, FrameReader.Limits limits, InflateModel inflation) {
    return new FrameModel(bytes, offset, limits, inflation).outcome();
  }

  private Outcome outcome() {
    var ends = frames();
    boolean told = kind != 0 && !toldWhole;
    String open = told ? kind + " " + HEX.formatHex(message.toByteArray()) : "";
    return new Outcome(events, ends, open);
  }

  private Set<String> frames() {
    while (at < bytes.length) {
      var ends = frame();
      if (!ends.isEmpty()) {
        return ends;
      }
    }
    return OPEN;
  }

  private int unsigned(int index) {
    return bytes[index] & 0xff;
  }

  /** Reads one frame. Returns how it all ends, empty if it goes on. */
  private Set<String> frame() {
    int first = unsigned(at);
    boolean fin = first >= 0x80;
    int opcode = first % 16;
    boolean reserved = first / 16 % 8 != 0;
    boolean compresses = first / 16 % 8 == 4 && inflation != null && (opcode == 1 || opcode == 2);
    if ((reserved && !compresses) || !List.of(0, 1, 2, 8, 9, 10).contains(opcode)) {
      return PROTOCOL_ERROR;
    }
    boolean control = opcode >= 8;
    if (control ? !fin : (opcode == 0) == (kind == 0)) {
      return PROTOCOL_ERROR;
    }
    if (at + 1 == bytes.length) {
      return OPEN;
    }
    int second = unsigned(at + 1);
    int inHeader = second % 128;
    if (second < 128 || (control && inHeader > 125)) {
      return PROTOCOL_ERROR;
    }
    int lengthBytes = inHeader == 127 ? 8 : inHeader == 126 ? 2 : 0;
    int payloadAt = at + 2 + lengthBytes + 4;
    if (payloadAt > bytes.length) {
      return OPEN;
    }
    long length = length(inHeader, lengthBytes);
    if (length < 0 || (lengthBytes == 2 && length < 126) || (lengthBytes == 8 && length < 65_536)) {
      return PROTOCOL_ERROR;
    }
    if (!control) {
      if (opcode != 0) {
        fragments = 0;
        announced = 0;
        compressed = compresses;
      }
      if (length > mostOnTheWire() - announced || ++fragments > limits.maxFragments()) {
        return TOO_BIG;
      }
      if (compresses) {
        Objects.requireNonNull(inflation).begin();
      }
      kind = opcode == 0 ? kind : opcode;
      announced += length;
      toldWhole = fin && opcode != 0 && !compresses && length <= MOST_TOLD_WHOLE;
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

  private Set<String> data(byte[] payload, boolean whole, boolean fin) {
    boolean ends = whole && fin;
    if (compressed) {
      var failures = inflated(payload, ends);
      if (!failures.isEmpty()) {
        return failures;
      }
    } else {
      message.writeBytes(payload);
    }
    if (kind == 1 && !isUtf8(message.toByteArray(), ends)) {
      return NOT_UTF_8;
    }
    if (ends) {
      events.add(kind + " " + HEX.formatHex(message.toByteArray()));
      message.reset();
      kind = 0;
    }
    return GOES_ON;
  }

  private long mostOnTheWire() {
    long most = limits.maxMessageBytes();
    return compressed ? most + most / 8 + 64 : most;
  }

  /** Reads compressed bytes. Returns what may be found to be wrong with them first. */
  private Set<String> inflated(byte[] payload, boolean ends) {
    var model = Objects.requireNonNull(inflation);
    int most = limits.maxMessageBytes();
    try {
      for (byte next : payload) {
        message.writeBytes(model.inflate(next));
        if (message.size() > most + MOST_OF_A_BYTE) {
          break;
        }
      }
      if (ends && message.size() <= most) {
        message.writeBytes(model.end());
      }
    } catch (DataFormatException broken) {
      return message.size() + MOST_OF_A_BYTE > most ? Set.of("fail 1007", "fail 1009") : NOT_UTF_8;
    }
    if (message.size() <= most) {
      return GOES_ON;
    }
    // What comes behind what is too much may be broken, and noticed first.
    return Set.of("fail 1007", "fail 1009");
  }

  private Set<String> control(int opcode, byte[] payload, boolean whole) {
    if (!whole) {
      return OPEN;
    }
    if (opcode != 8) {
      events.add(opcode + " " + HEX.formatHex(payload));
      return GOES_ON;
    }
    if (payload.length == 0) {
      return Set.of("close 1005 ");
    }
    int code = payload.length == 1 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    boolean defined = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
    if (!defined && (code < 3000 || code > 4999)) {
      return PROTOCOL_ERROR;
    }
    byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
    return isWholeUtf8(reason)
        ? Set.of("close " + code + " " + new String(reason, StandardCharsets.UTF_8))
        : NOT_UTF_8;
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
