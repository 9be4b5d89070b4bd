package dev.parley.internal.netty;

import dev.parley.internal.netty.HeadCheck.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The head of a request as RFC 9112 has it, all lines at once. */
enum HeadModel {
  /** It goes on. */
  INCOMPLETE,
  ENDED,
  /**
   * A carriage return within a line, a folded line, or a request line that others may read
   * otherwise (sections 2.2, 3 and 5.2).
   */
  WRONG,
  LINE_TOO_LONG,
  TOO_MANY_FIELDS;

  private static final Pattern BARE_CARRIAGE_RETURN =
      Pattern.compile("\r(?=[^\n])", Pattern.DOTALL);
  private static final Pattern EMPTY_LINES_IN_FRONT = Pattern.compile("^\n+");
  private static final Pattern WRONG_REQUEST_LINE =
      Pattern.compile("\t| {2}|^[^ ]* [^ ]* .*[a-z]", Pattern.DOTALL);

  static HeadModel read(byte[] bytes, int maxRequestLineBytes, int maxFields) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var bare = BARE_CARRIAGE_RETURN.matcher(text);
    if (!bare.find()) {
      return readLines(text, maxRequestLineBytes, maxFields);
    }
    var before = readLines(text.substring(0, bare.start()), maxRequestLineBytes, maxFields);
    return before == INCOMPLETE ? WRONG : before;
  }

  /** Reads text in which each carriage return belongs to the end of a line. */
  private static HeadModel readLines(String text, int maxRequestLineBytes, int maxFields) {
    var plain = text.replace("\r", "");
    var lines = EMPTY_LINES_IN_FRONT.matcher(plain).replaceFirst("").split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean whole = i < lines.length - 1;
      if (lines[i].isEmpty() && whole) {
        return ENDED;
      }
      if (lines[i].startsWith(" ") || lines[i].startsWith("\t")) {
        return WRONG;
      }
      var requestLine = readRequestLine(lines[0], maxRequestLineBytes);
      if (requestLine != INCOMPLETE) {
        return requestLine;
      }
      if (whole && i > maxFields) {
        return TOO_MANY_FIELDS;
      }
    }
    return INCOMPLETE;
  }

  private static HeadModel readRequestLine(String line, int maxBytes) {
    var allowed = line.substring(0, Math.min(line.length(), maxBytes));
    if (WRONG_REQUEST_LINE.matcher(allowed).find()) {
      return WRONG;
    }
    return line.length() > maxBytes ? LINE_TOO_LONG : INCOMPLETE;
  }

  /** What is to be found in such a head. */
  Optional<Finding> finding() {
    return switch (this) {
      case INCOMPLETE, ENDED -> Optional.empty();
      case WRONG -> Optional.of(Finding.MALFORMED);
      case LINE_TOO_LONG -> Optional.of(Finding.TARGET_TOO_LONG);
      case TOO_MANY_FIELDS -> Optional.of(Finding.TOO_MANY_FIELDS);
    };
  }
}
