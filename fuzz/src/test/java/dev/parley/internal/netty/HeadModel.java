package dev.parley.internal.netty;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The head of a request as RFC 9112 has it, all lines at once; carriage returns do not count. */
enum HeadModel {
  /** It goes on. */
  INCOMPLETE,
  ENDED,
  /** A folded line, or a request line that others may read otherwise (sections 3 and 5.2). */
  WRONG,
  TOO_MANY_FIELDS;

  private static final Pattern EMPTY_LINES_IN_FRONT = Pattern.compile("^\n+");
  private static final Pattern WRONG_REQUEST_LINE =
      Pattern.compile("\t| {2}|^[^ ]* [^ ]* .*[a-z]", Pattern.DOTALL);

  static HeadModel read(byte[] bytes, int maxFields) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "");
    var lines = EMPTY_LINES_IN_FRONT.matcher(text).replaceFirst("").split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean whole = i < lines.length - 1;
      if (lines[i].isEmpty() && whole) {
        return ENDED;
      }
      if (lines[i].startsWith(" ") || lines[i].startsWith("\t")) {
        return WRONG;
      }
      if (i == 0 && WRONG_REQUEST_LINE.matcher(lines[i]).find()) {
        return WRONG;
      }
      if (whole && i > maxFields) {
        return TOO_MANY_FIELDS;
      }
    }
    return INCOMPLETE;
  }
}
