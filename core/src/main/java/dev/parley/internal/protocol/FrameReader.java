package dev.parley.internal.protocol;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames apart as bytes arrive (RFC 6455, section 5), strictly.
 *
 * <p>Used by one thread at a time, and for one connection as long as it is not {@link #isAtRest}.
 * Between two reads it holds a few numbers, at most the beginning of a header, of a control frame
 * what has arrived, and so of a message in one frame of up to 64 KiB ({@link #heldBytes}). Of
 * larger ones it keeps nothing.
 */
public final class FrameReader {
  private static final int MAX_CONTROL_PAYLOAD_BYTES = 125;
  private static final int MAX_HEADER_BYTES = 14;
  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int RSV1 = 0x40;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  /** Messages up to here are whole when the sink gets them, if they come in one frame. */
  private static final int MAX_GATHERED_BYTES = 64 * 1024;

  private static final byte[] NONE = {};

  /** What a reader accepts. */
  public record Limits(boolean masked, int maxMessageBytes, int maxFragments) {}

  private final Limits limits;

  /** Whether a close frame or a failure has ended it all. */
  private boolean finished;

  /** The beginning of a header that was cut by the end of a read; null if there is none. */
  private byte @Nullable [] partialHeader;

  private int partialHeaderBytes;

  /** The frame whose payload is being read; valid while {@link #inPayload}. */
  private boolean inPayload;

  private boolean fin;
  private int opcode;
  private long remaining;
  private int mask;

  /** The payload of a control frame as far as it has arrived. */
  private byte[] control = NONE;

  private int controlBytes;

  /** The kind of the message that has begun; {@link Opcode#CONTINUATION} if none has. */
  private int messageOpcode;

  private long messageBytes;
  private int fragments;
  private int utf8State;

  /** The message in one frame that did not come at once; null most of the time. */
  private @Nullable PartialMessage partial;

  /** What inflates compressed messages; null where they were not agreed upon. */
  private @Nullable InflatedMessages inflated;

  /** Whether the message that has begun is compressed. */
  private boolean compressed;

  /** Whether the sink wanted a pause in the middle of a read. */
  private boolean paused;

  /** Whether more may come out of the compressed bytes that have been taken. */
  private boolean inflating;

  /** Creates a reader for one direction of one connection. */
  public FrameReader(Limits limits) {
    this.limits = limits;
  }

  /** Accepts compressed messages from now on (RFC 7692, section 6). */
  public void inflateWith(InflaterSource inflaters) {
    inflated = new InflatedMessages(limits.maxMessageBytes(), inflaters);
  }

  /**
   * Reads bytes, which are changed in place and not kept.
   *
   * @return how many were read: all, unless the connection is over or {@link #isPaused}
   */
  public int read(byte[] buffer, int offset, int length, FrameSink sink) {
    int position = offset;
    int end = offset + length;
    paused = false;
    while (!finished && !paused && (position < end || inflating || payloadIsComplete())) {
      position =
          inPayload
              ? readPayload(buffer, position, end, sink)
              : readHeader(buffer, position, end, sink);
      if (!inPayload && !finished && position < end) {
        paused |= sink.isTurnOver();
      }
    }
    return position - offset;
  }

  /**
   * Tells whether the last read was broken off because {@link FrameSink#room} or {@link
   * FrameSink#isTurnOver}: it goes on with another one, of what was not read, even if that is
   * nothing.
   */
  public boolean isPaused() {
    return paused;
  }

  /** Tells whether a message or a frame has begun and not ended. */
  public boolean isInMessage() {
    return inPayload || partialHeaderBytes > 0 || messageOpcode != Opcode.CONTINUATION;
  }

  /** Tells whether nothing of a connection is left in it, so that another may use it. */
  public boolean isAtRest() {
    return !finished && !paused && inflated == null && !isInMessage();
  }

  /** How much memory it holds for a message that has begun. */
  public int heldBytes() {
    return partial == null ? 0 : partial.heldBytes();
  }

  private boolean payloadIsComplete() {
    return inPayload && remaining == 0;
  }

  // --- header (section 5.2) ---

  private int readHeader(byte[] buffer, int position, int end, FrameSink sink) {
    if (partialHeaderBytes > 0) {
      return continueHeader(buffer, position, sink);
    }
    int available = end - position;
    int needed = headerBytes(buffer, position, available);
    if (needed > available) {
      return stashHeader(buffer, position, end, sink);
    }
    parseHeader(buffer, position, sink);
    return position + needed;
  }

  /** Adds one byte to the header that was cut. */
  private int continueHeader(byte[] buffer, int position, FrameSink sink) {
    byte[] header = header();
    header[partialHeaderBytes++] = buffer[position];
    if (!checkStart(header, 0, partialHeaderBytes, sink)) {
      return position + 1;
    }
    if (headerBytes(header, 0, partialHeaderBytes) == partialHeaderBytes) {
      partialHeaderBytes = 0;
      parseHeader(header, 0, sink);
      partialHeader = null;
    }
    return position + 1;
  }

  private int stashHeader(byte[] buffer, int position, int end, FrameSink sink) {
    partialHeaderBytes = end - position;
    System.arraycopy(buffer, position, header(), 0, partialHeaderBytes);
    checkStart(header(), 0, partialHeaderBytes, sink);
    return end;
  }

  private byte[] header() {
    var header = partialHeader;
    if (header == null) {
      header = new byte[MAX_HEADER_BYTES];
      partialHeader = header;
    }
    return header;
  }

  /** How long the header is; more than what is available while that is not known. */
  private int headerBytes(byte[] bytes, int offset, int available) {
    if (available < 2) {
      return 2;
    }
    int shortLength = bytes[offset + 1] & 0x7f;
    int extended = shortLength == LENGTH_16 ? 2 : shortLength == LENGTH_64 ? 8 : 0;
    return 2 + extended + (limits.masked() ? Integer.BYTES : 0);
  }

  private void parseHeader(byte[] bytes, int offset, FrameSink sink) {
    if (!checkStart(bytes, offset, 2, sink)) {
      return;
    }
    fin = (bytes[offset] & FIN) != 0;
    opcode = bytes[offset] & 0x0f;
    if (inflated != null && (opcode == Opcode.TEXT || opcode == Opcode.BINARY)) {
      compressed = (bytes[offset] & RSV1) != 0;
    }
    int shortLength = bytes[offset + 1] & 0x7f;
    int lengthBytes = shortLength == LENGTH_16 ? 2 : shortLength == LENGTH_64 ? 8 : 0;
    long length = lengthBytes == 0 ? shortLength : number(bytes, offset + 2, lengthBytes);
    if (!checkLength(length, lengthBytes, sink)) {
      return;
    }
    mask = limits.masked() ? (int) number(bytes, offset + 2 + lengthBytes, Integer.BYTES) : 0;
    remaining = length;
    inPayload = true;
    if (Opcode.isControl(opcode)) {
      if (control.length != length) {
        control = length == 0 ? NONE : new byte[(int) length];
      }
      controlBytes = 0;
    } else if (compressed && opcode != Opcode.CONTINUATION) {
      Objects.requireNonNull(inflated).begin(opcode == Opcode.TEXT);
    }
  }

  /** Checks what the first one or two bytes tell; both need not be there. */
  private boolean checkStart(byte[] bytes, int offset, int available, FrameSink sink) {
    int first = bytes[offset] & 0xff;
    int code = first & 0x0f;
    if ((first & RESERVED) != 0 && !mayBeCompressed(first, code)) {
      return fail(sink, "Reserved bit RSV" + reservedBit(first) + " is set.");
    }
    if (!Opcode.isKnown(code)) {
      return fail(sink, "Opcode " + code + " is not defined.");
    }
    if (Opcode.isControl(code) && (first & FIN) == 0) {
      return fail(sink, "A control frame is fragmented.");
    }
    if (code == Opcode.CONTINUATION && messageOpcode == Opcode.CONTINUATION) {
      return fail(sink, "A continuation frame without a message to continue.");
    }
    if ((code == Opcode.TEXT || code == Opcode.BINARY) && messageOpcode != Opcode.CONTINUATION) {
      return fail(sink, "A new message within a fragmented one.");
    }
    return available < 2 || checkSecond(code, bytes[offset + 1] & 0xff, sink);
  }

  /** The first frame of a message says that it is compressed (RFC 7692, section 6). */
  private boolean mayBeCompressed(int first, int code) {
    return inflated != null
        && (first & RESERVED) == RSV1
        && (code == Opcode.TEXT || code == Opcode.BINARY);
  }

  private boolean checkSecond(int code, int second, FrameSink sink) {
    if (((second & MASKED) != 0) != limits.masked()) {
      return fail(
          sink, limits.masked() ? "A client frame is not masked." : "A server frame is masked.");
    }
    if (Opcode.isControl(code) && (second & 0x7f) > MAX_CONTROL_PAYLOAD_BYTES) {
      return fail(sink, "A control frame has more than 125 bytes.");
    }
    return true;
  }

  private boolean checkLength(long length, int lengthBytes, FrameSink sink) {
    if (length < 0) {
      return fail(sink, "A frame length has its highest bit set.");
    }
    if ((lengthBytes == 2 && length < LENGTH_16) || (lengthBytes == 8 && length <= 0xffff)) {
      return fail(sink, "A frame length is not written in its shortest form.");
    }
    return Opcode.isControl(opcode) || checkMessageLimits(length, sink);
  }

  private boolean checkMessageLimits(long length, FrameSink sink) {
    boolean begins = opcode != Opcode.CONTINUATION;
    long before = begins ? 0 : messageBytes;
    int count = (begins ? 0 : fragments) + 1;
    // Not by the sum: a length may be so large that the sum would overflow.
    if (length > maxPayloadBytes() - before) {
      return tooBig(sink, "A message has more than " + limits.maxMessageBytes() + " bytes.");
    }
    if (count > limits.maxFragments()) {
      return tooBig(sink, "A message has more than " + limits.maxFragments() + " fragments.");
    }
    if (begins) {
      messageOpcode = opcode;
      utf8State = Utf8.BOUNDARY;
    }
    messageBytes = before + length;
    fragments = count;
    return true;
  }

  /**
   * What a message may have on the wire. A compressed one is measured by what comes out of it; what
   * cannot be compressed is a little longer on the wire.
   */
  private long maxPayloadBytes() {
    long most = limits.maxMessageBytes();
    return compressed ? most + most / 8 + 64 : most;
  }

  private static int reservedBit(int first) {
    return (first & 0x40) != 0 ? 1 : (first & 0x20) != 0 ? 2 : 3;
  }

  private static long number(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  // --- payload (sections 5.3 to 5.6) ---

  private int readPayload(byte[] buffer, int position, int end, FrameSink sink) {
    if (compressed && !Opcode.isControl(opcode)) {
      return readCompressed(buffer, position, end, sink);
    }
    int count = (int) Math.min(remaining, end - position);
    boolean ascii = ByteViews.unmask(buffer, position, count, mask);
    mask = ByteViews.rotate(mask, count);
    remaining -= count;
    if (Opcode.isControl(opcode)) {
      System.arraycopy(buffer, position, control, controlBytes, count);
      controlBytes += count;
      endControl(sink);
    } else {
      readData(buffer, position, count, ascii, sink);
    }
    return position + count;
  }

  private void readData(byte[] buffer, int position, int count, boolean ascii, FrameSink sink) {
    boolean last = fin && remaining == 0;
    boolean whole = last && fragments == 1 && count == messageBytes;
    boolean text = messageOpcode == Opcode.TEXT;
    if (text && !validText(buffer, position, count, ascii, last)) {
      finished = true;
      sink.fail(CloseReason.of(CloseCode.INVALID_PAYLOAD, "A text message is not UTF-8."));
      return;
    }
    if (remaining == 0) {
      inPayload = false;
    }
    if (last) {
      messageOpcode = Opcode.CONTINUATION;
    }
    if (whole) {
      tell(text, buffer, position, count, ascii, sink);
    } else if (partial != null || mayGather(count)) {
      gather(text, buffer, position, count, ascii, sink);
    } else {
      sink.part(text, buffer, position, count, last);
    }
  }

  private static void tell(
      boolean text, byte[] buffer, int position, int count, boolean ascii, FrameSink sink) {
    if (text) {
      sink.text(Utf8.decode(buffer, position, count, ascii));
    } else {
      sink.binary(Arrays.copyOfRange(buffer, position, position + count));
    }
  }

  /**
   * Tells whether nothing of the message has been handed on, and nothing need be before its end.
   */
  private boolean mayGather(int count) {
    return fin
        && fragments == 1
        && messageBytes <= MAX_GATHERED_BYTES
        && count + remaining == messageBytes;
  }

  private void gather(
      boolean text, byte[] buffer, int position, int count, boolean ascii, FrameSink sink) {
    var gathered = partial;
    if (gathered == null) {
      gathered = new PartialMessage((int) messageBytes);
      partial = gathered;
    }
    gathered.add(buffer, position, count, ascii);
    if (remaining > 0) {
      return;
    }
    partial = null;
    if (text) {
      sink.text(gathered.text());
    } else {
      sink.binary(gathered.bytes());
    }
  }

  private int readCompressed(byte[] buffer, int position, int end, FrameSink sink) {
    var messages = Objects.requireNonNull(inflated);
    int count = (int) Math.min(remaining, end - position);
    ByteViews.unmask(buffer, position, count, mask);
    var progress = messages.read(buffer, position, count, fin && count == remaining, sink);
    int taken = count - messages.untaken();
    mask = ByteViews.rotate(mask, taken);
    remaining -= taken;
    inflating = progress == InflatedMessages.Progress.PAUSED;
    switch (progress) {
      // What is left comes once more, and is unmasked once more.
      case PAUSED -> {
        paused = true;
        ByteViews.unmask(buffer, position + taken, count - taken, mask);
      }
      case TAKEN -> inPayload = remaining > 0;
      case ENDED -> {
        inPayload = false;
        compressed = false;
        messageOpcode = Opcode.CONTINUATION;
        paused = sink.room() <= 0;
      }
      case FAILED -> finished = true;
    }
    return position + taken;
  }

  private boolean validText(byte[] buffer, int position, int count, boolean ascii, boolean last) {
    if (!ascii || utf8State != Utf8.BOUNDARY) {
      utf8State = Utf8.validate(utf8State, buffer, position, count);
    }
    return utf8State != Utf8.INVALID && (!last || utf8State == Utf8.BOUNDARY);
  }

  private void endControl(FrameSink sink) {
    if (remaining > 0) {
      return;
    }
    inPayload = false;
    byte[] payload = control;
    if (opcode != Opcode.PING) {
      // Whoever pings does it again, as a rule; the array is kept for that.
      control = NONE;
    }
    switch (opcode) {
      case Opcode.PING -> sink.ping(payload);
      case Opcode.PONG -> sink.pong(payload);
      default -> endClose(payload, sink);
    }
  }

  private void endClose(byte[] payload, FrameSink sink) {
    if (payload.length == 0) {
      finished = true;
      sink.close(CloseReason.of(CloseCode.NO_STATUS, ""));
      return;
    }
    // A close frame carries nothing or at least two bytes (RFC 6455, section 5.5.1).
    if (payload.length == 1) {
      fail(sink, "A close frame has 1 byte; expected none or at least 2.");
      return;
    }
    int code = (int) number(payload, 0, 2);
    if (!CloseCode.maySend(code)) {
      fail(sink, "Close code " + code + " may not be sent.");
      return;
    }
    if (Utf8.validate(Utf8.BOUNDARY, payload, 2, payload.length - 2) != Utf8.BOUNDARY) {
      finished = true;
      sink.fail(CloseReason.of(CloseCode.INVALID_PAYLOAD, "A close reason is not UTF-8."));
      return;
    }
    finished = true;
    sink.close(
        CloseReason.of(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8)));
  }

  private boolean fail(FrameSink sink, String reason) {
    finished = true;
    sink.fail(CloseReason.of(CloseCode.PROTOCOL_ERROR, reason));
    return false;
  }

  private boolean tooBig(FrameSink sink, String reason) {
    finished = true;
    sink.fail(CloseReason.of(CloseCode.MESSAGE_TOO_BIG, reason));
    return false;
  }
}
