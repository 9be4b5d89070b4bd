package dev.parley.internal.protocol;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates compressed messages as they arrive (RFC 7692, section 7.2.2), and applies to what comes
 * out what applies to any message: its limit, and UTF-8.
 *
 * <p>Nothing is held but the inflater of the message that is under way.
 */
final class InflatedMessages {
  /** What became of the bytes that were given. */
  enum Progress {
    /** All were taken; the message goes on. */
    TAKEN,
    /** The sink wants a pause; {@link #untaken} tells how many bytes are left. */
    PAUSED,
    /** All were taken, and the message has ended. */
    ENDED,
    /** The connection has been failed. */
    FAILED
  }

  /** What the sender has cut off (section 7.2.1). */
  private static final byte[] TAIL = {0, 0, -1, -1};

  /**
   * The same, and an empty block that is the last of the stream: so a message that was cut in the
   * middle of a block is noticed. Only where nothing refers to this message later, as the end of
   * the stream makes the inflater forget.
   */
  private static final byte[] LAST_TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

  private static final byte[] NONE = {};

  /** Each costs more than its two bytes. */
  private static final int MAX_STREAMS_PER_MESSAGE = 1_024;

  private final int maxMessageBytes;
  private final InflaterSource source;

  private boolean text;
  private int utf8State;
  private long inflatedBytes;
  private boolean delivered;

  /** How many streams of the message have ended by a final block (section 7.2.3.4). */
  private int streams;

  /** Whether the stream has had no byte yet. */
  private boolean fresh;

  private boolean inTail;
  private int untaken;

  InflatedMessages(int maxMessageBytes, InflaterSource source) {
    this.maxMessageBytes = maxMessageBytes;
    this.source = source;
  }

  void begin(boolean textMessage) {
    source.begin();
    text = textMessage;
    utf8State = Utf8.BOUNDARY;
    inflatedBytes = 0;
    delivered = false;
    streams = 0;
    fresh = true;
    inTail = false;
  }

  /** How many of the bytes given last were not taken. */
  int untaken() {
    return untaken;
  }

  /**
   * Takes bytes of the message.
   *
   * @param last whether the message ends with them
   */
  Progress read(byte[] bytes, int offset, int length, boolean last, FrameSink sink) {
    untaken = 0;
    var inflater = source.inflater();
    if (inflater == null) {
      return Progress.FAILED;
    }
    var input = new Input(bytes, offset + length);
    if (!inTail) {
      inflater.setInput(bytes, offset, length);
      fresh &= length == 0;
    }
    Progress progress;
    try {
      progress = inflate(inflater, input, last, sink);
    } catch (DataFormatException broken) {
      progress = fail(sink, CloseCode.INVALID_PAYLOAD, "A compressed message is broken.");
    }
    if (progress == Progress.ENDED || progress == Progress.FAILED) {
      source.end();
    }
    return progress;
  }

  /** The bytes that were given, so that what follows a final block can be found again. */
  private record Input(byte[] bytes, int end) {}

  private Progress inflate(Inflater inflater, Input given, boolean last, FrameSink sink)
      throws DataFormatException {
    byte[] out = source.scratch();
    var input = inTail ? tail() : given;
    int filled = 0;
    int most = Math.clamp(sink.room(), 1, out.length);
    while (true) {
      filled += inflater.inflate(out, filled, most - filled);
      if (filled == most) {
        if (!deliver(out, filled, false, sink)) {
          return Progress.FAILED;
        }
        filled = 0;
        int room = sink.room();
        if (room <= 0) {
          return pause(inflater);
        }
        most = Math.min(room, out.length);
      } else if (inflater.finished()) {
        int left = inflater.getRemaining();
        restart(inflater, input, left);
      } else if (!last || inTail) {
        break;
      } else if (fresh) {
        // Nothing at all, or nothing behind a final block.
        inTail = true;
      } else {
        inTail = true;
        input = tail();
        inflater.setInput(input.bytes());
      }
    }
    return end(out, filled, last, sink);
  }

  private Progress end(byte[] out, int filled, boolean last, FrameSink sink)
      throws DataFormatException {
    if (last && !fresh && !source.remembersMessages()) {
      throw new DataFormatException("The last block is incomplete.");
    }
    if ((filled > 0 || last) && !deliver(out, filled, last, sink)) {
      return Progress.FAILED;
    }
    return last ? Progress.ENDED : Progress.TAKEN;
  }

  private Input tail() {
    byte[] bytes = source.remembersMessages() ? TAIL : LAST_TAIL;
    return new Input(bytes, bytes.length);
  }

  /** Goes on behind a final block: what follows is a stream of its own. */
  private void restart(Inflater inflater, Input input, int left) throws DataFormatException {
    streams++;
    if (streams > MAX_STREAMS_PER_MESSAGE) {
      throw new DataFormatException("Too many final blocks.");
    }
    inflater.reset();
    inflater.setInput(input.bytes(), input.end() - left, left);
    fresh = left == 0;
  }

  private Progress pause(Inflater inflater) {
    if (!inTail) {
      untaken = inflater.getRemaining();
      inflater.setInput(NONE);
    }
    return Progress.PAUSED;
  }

  private boolean deliver(byte[] out, int count, boolean last, FrameSink sink) {
    inflatedBytes += count;
    if (inflatedBytes > maxMessageBytes) {
      fail(
          sink,
          CloseCode.MESSAGE_TOO_BIG,
          "A message has more than " + maxMessageBytes + " bytes.");
      return false;
    }
    boolean ascii = text && Utf8.asciiPrefix(out, 0, count) == count;
    if (text && !validText(out, count, ascii, last)) {
      fail(sink, CloseCode.INVALID_PAYLOAD, "A text message is not UTF-8.");
      return false;
    }
    if (delivered || !last) {
      delivered = true;
      sink.part(text, out, 0, count, last);
    } else if (text) {
      sink.text(Utf8.decode(out, 0, count, ascii));
    } else {
      sink.binary(Arrays.copyOf(out, count));
    }
    return true;
  }

  private boolean validText(byte[] out, int count, boolean ascii, boolean last) {
    if (!ascii || utf8State != Utf8.BOUNDARY) {
      utf8State = Utf8.validate(utf8State, out, 0, count);
    }
    return utf8State != Utf8.INVALID && (!last || utf8State == Utf8.BOUNDARY);
  }

  private static Progress fail(FrameSink sink, int code, String reason) {
    sink.fail(CloseReason.of(code, reason));
    return Progress.FAILED;
  }
}
