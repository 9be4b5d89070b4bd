package dev.parley.internal.netty;

import org.jspecify.annotations.Nullable;

/**
 * Checks of the head of a request what the decoder of Netty lets pass, and others may read
 * otherwise: lines that begin with a space, which go on with the field before or not, and request
 * lines that are not two words and {@code HTTP/...} with a space in between (RFC 9112, sections 3
 * and 5.2). Counts the fields before they become objects. What strangers send most, lines without
 * an end and carriage returns within a line (section 2.2), is found here as well, as the decoder
 * makes an exception with its stack of each.
 *
 * <p>It goes through an array by itself: a call for each byte takes the runtime tens of
 * microseconds while what is called has been thrown away and is not yet compiled again.
 */
final class HeadCheck {
  /** What is wrong with a head. */
  enum Finding {
    MALFORMED,
    TARGET_TOO_LONG,
    TOO_MANY_FIELDS
  }

  private final int maxRequestLineBytes;
  private final int maxFields;

  private @Nullable Finding finding;
  private boolean begun;
  private boolean ended;

  /** Whether the line has had no byte yet but a carriage return. */
  private boolean atLineStart = true;

  private boolean afterCarriageReturn;

  /** How many bytes the request line has had. */
  private int requestLineBytes;

  /** How many of them are spaces. */
  private int spaces;

  private boolean inRequestLine = true;
  private boolean afterSpace;

  /** How many lines have ended, the request line included. */
  private int lines;

  HeadCheck(int maxRequestLineBytes, int maxFields) {
    this.maxRequestLineBytes = maxRequestLineBytes;
    this.maxFields = maxFields;
  }

  /**
   * Looks at the next bytes, as far as the head reaches. Returns what is wrong; null if nothing.
   */
  @Nullable Finding check(byte[] bytes, int length) {
    int from = 0;
    while (from < length && !ended && finding == null) {
      int end = from;
      while (end < length && bytes[end] != '\r' && bytes[end] != '\n') {
        end++;
      }
      if (end > from) {
        checkText(bytes, from, end);
      }
      if (end < length && finding == null) {
        checkSeparator(bytes[end]);
      }
      from = end + 1;
    }
    return finding;
  }

  /** How many header fields have come. */
  int fields() {
    return Math.max(0, lines - 1);
  }

  /** Expects another head. */
  void restart() {
    begun = false;
    ended = false;
    atLineStart = true;
    afterCarriageReturn = false;
    requestLineBytes = 0;
    spaces = 0;
    inRequestLine = true;
    afterSpace = false;
    lines = 0;
  }

  /** Looks at a part of a line. */
  private void checkText(byte[] bytes, int from, int end) {
    if (afterCarriageReturn || (atLineStart && isBlank(bytes[from]))) {
      finding = Finding.MALFORMED;
      return;
    }
    atLineStart = false;
    begun = true;
    if (inRequestLine) {
      checkRequestLine(bytes, from, end);
    }
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }

  private void checkRequestLine(byte[] bytes, int from, int end) {
    int allowed = Math.min(end, from + maxRequestLineBytes - requestLineBytes);
    for (int i = from; i < allowed; i++) {
      byte value = bytes[i];
      boolean space = value == ' ';
      if (value == '\t' || (space && afterSpace) || (spaces >= 2 && value >= 'a' && value <= 'z')) {
        finding = Finding.MALFORMED;
        return;
      }
      afterSpace = space;
      spaces += space ? 1 : 0;
    }
    requestLineBytes += end - from;
    if (requestLineBytes > maxRequestLineBytes) {
      finding = Finding.TARGET_TOO_LONG;
    }
  }

  private void checkSeparator(byte value) {
    if (value == '\n') {
      endLine();
    } else if (afterCarriageReturn) {
      finding = Finding.MALFORMED;
    } else {
      afterCarriageReturn = true;
    }
  }

  private void endLine() {
    ended = atLineStart && begun;
    inRequestLine = !begun;
    atLineStart = true;
    afterCarriageReturn = false;
    lines += begun && !ended ? 1 : 0;
    if (lines > maxFields + 1) {
      finding = Finding.TOO_MANY_FIELDS;
    }
  }
}
