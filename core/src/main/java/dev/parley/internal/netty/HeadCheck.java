package dev.parley.internal.netty;

import org.jspecify.annotations.Nullable;

/**
 * Checks the head of a request while it arrives, so that it is decoded only when it is whole, and
 * what is malformed or too long is refused before: half a head is no more than its bytes. It is as
 * strict as RFC 9112 lets a server be (sections 2.2, 3 and 5), as others may read otherwise what is
 * not: lines that begin with a space, which go on with the field before or not, a carriage return
 * or a line feed without the other, a field without a colon.
 *
 * <p>It goes through an array by itself: a call for each byte takes the runtime tens of
 * microseconds while what is called has been thrown away and is not yet compiled again.
 */
final class HeadCheck {
  /** What is wrong with a head. */
  enum Finding {
    MALFORMED,
    TARGET_TOO_LONG,
    FIELDS_TOO_LONG,
    TOO_MANY_FIELDS
  }

  /** Clients may send one behind a body (RFC 9112, section 2.2). */
  private static final int MAX_EMPTY_LINES_IN_FRONT = 8;

  private final HeadLimits limits;
  private final RequestLineCheck requestLine;

  private @Nullable Finding finding;
  private boolean begun;
  private boolean ended;
  private int emptyLinesInFront;

  /** How many bytes of the head have been looked at. */
  private int bytes;

  /** Whether the line has had no byte yet but a carriage return. */
  private boolean atLineStart = true;

  private boolean afterCarriageReturn;
  private boolean inRequestLine = true;

  /** Whether the field has had a byte of its name. */
  private boolean named;

  /** Whether the field has had its colon. */
  private boolean inValue;

  /** How many bytes the fields have had. */
  private int fieldBytes;

  /** How many fields have ended. */
  private int fields;

  HeadCheck(HeadLimits limits) {
    this.limits = limits;
    this.requestLine = new RequestLineCheck(limits.maxRequestLineBytes());
  }

  /**
   * Looks at the next bytes, as far as the head reaches. Returns what is wrong; null if nothing.
   */
  @Nullable Finding check(byte[] read, int length) {
    int from = 0;
    while (from < length && !ended && finding == null) {
      int end = from;
      while (end < length && read[end] != '\r' && read[end] != '\n') {
        end++;
      }
      if (end > from) {
        checkText(read, from, end);
      }
      if (end < length && finding == null) {
        checkSeparator(read[end]);
        end++;
      }
      bytes += end - from;
      from = end;
    }
    return finding;
  }

  /** Tells whether all of the head has come. */
  boolean hasEnded() {
    return ended;
  }

  /** How many bytes the head has, as far as it has come. */
  int bytes() {
    return bytes;
  }

  /** How many header fields have come. */
  int fields() {
    return fields;
  }

  /** Expects another head. */
  void restart() {
    begun = false;
    ended = false;
    emptyLinesInFront = 0;
    bytes = 0;
    atLineStart = true;
    afterCarriageReturn = false;
    inRequestLine = true;
    requestLine.restart();
    named = false;
    inValue = false;
    fieldBytes = 0;
    fields = 0;
  }

  /** Looks at a part of a line. */
  private void checkText(byte[] read, int from, int end) {
    if (afterCarriageReturn) {
      finding = Finding.MALFORMED;
      return;
    }
    atLineStart = false;
    begun = true;
    finding = inRequestLine ? requestLine.check(read, from, end) : checkField(read, from, end);
  }

  private @Nullable Finding checkField(byte[] read, int from, int end) {
    int allowed = Math.min(end, from + limits.maxFieldBytes() - fieldBytes);
    int i = from;
    if (!inValue) {
      while (i < allowed && Octets.TOKEN[read[i] & 0xff]) {
        i++;
      }
      named |= i > from;
      if (i < allowed && named && read[i] == ':') {
        inValue = true;
        i++;
      }
    }
    while (inValue && i < allowed && Octets.VALUE[read[i] & 0xff]) {
      i++;
    }
    if (i < allowed) {
      return Finding.MALFORMED;
    }
    fieldBytes += end - from;
    return end > allowed ? Finding.FIELDS_TOO_LONG : null;
  }

  private void checkSeparator(byte value) {
    if (afterCarriageReturn != (value == '\n')) {
      finding = Finding.MALFORMED;
    } else if (value == '\n') {
      endLine();
    } else {
      afterCarriageReturn = true;
    }
  }

  private void endLine() {
    afterCarriageReturn = false;
    if (atLineStart) {
      endEmptyLine();
    } else if (inRequestLine) {
      inRequestLine = false;
      finding = requestLine.isWhole() ? null : Finding.MALFORMED;
    } else {
      endField();
    }
    atLineStart = true;
  }

  private void endEmptyLine() {
    ended = begun;
    if (!begun && ++emptyLinesInFront > MAX_EMPTY_LINES_IN_FRONT) {
      finding = Finding.MALFORMED;
    }
  }

  private void endField() {
    fields++;
    if (!inValue) {
      finding = Finding.MALFORMED;
    } else if (fields > limits.maxFields()) {
      finding = Finding.TOO_MANY_FIELDS;
    }
    named = false;
    inValue = false;
  }
}
