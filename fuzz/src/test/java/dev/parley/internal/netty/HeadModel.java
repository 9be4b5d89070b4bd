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
   * A carriage return or a line feed alone, a folded line, or a line that is neither a request line
   * nor a field (sections 2.2, 3 and 5).
   */
  WRONG,
  LINE_TOO_LONG,
  FIELDS_TOO_LONG,
  TOO_MANY_FIELDS;

  private static final Pattern BARE_LINE_END =
      Pattern.compile("\r(?=[^\n])|(?<!\r)\n", Pattern.DOTALL);
  private static final int MAX_EMPTY_LINES_IN_FRONT = 8;
  private static final Pattern EMPTY_LINES_IN_FRONT = Pattern.compile("^\n*");
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final Pattern REQUEST_LINE =
      Pattern.compile(TOKEN + " [!-~]++ HTTP/[0-9]\\.[0-9]");
  private static final Pattern FIELD = Pattern.compile(TOKEN + ":[\t -~\\x80-\\xff]*+");

  static HeadModel read(byte[] bytes, HeadLimits limits) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var bare = BARE_LINE_END.matcher(text);
    if (!bare.find()) {
      return readLines(text, limits);
    }
    var before = readLines(text.substring(0, bare.start()), limits);
    return before == INCOMPLETE ? WRONG : before;
  }

  /** Reads text in which each carriage return and line feed belongs to the end of a line. */
  private static HeadModel readLines(String text, HeadLimits limits) {
    var plain = text.replace("\r", "");
    var front = EMPTY_LINES_IN_FRONT.matcher(plain);
    if (front.find() && front.end() > MAX_EMPTY_LINES_IN_FRONT) {
      return WRONG;
    }
    var lines = plain.substring(front.end()).split("\n", -1);
    int left = limits.maxFieldBytes();
    for (int i = 0; i < lines.length; i++) {
      boolean whole = i < lines.length - 1;
      if (lines[i].isEmpty() && whole) {
        return ENDED;
      }
      var found =
          i == 0
              ? readLine(REQUEST_LINE, lines[0], whole, limits.maxRequestLineBytes(), LINE_TOO_LONG)
              : readLine(FIELD, lines[i], whole, left, FIELDS_TOO_LONG);
      if (found != INCOMPLETE) {
        return found;
      }
      if (whole && i > limits.maxFields()) {
        return TOO_MANY_FIELDS;
      }
      left -= i == 0 ? 0 : lines[i].length();
    }
    return INCOMPLETE;
  }

  private static HeadModel readLine(
      Pattern pattern, String line, boolean whole, int maxBytes, HeadModel tooLong) {
    boolean allThere = line.length() <= maxBytes;
    var read = pattern.matcher(allThere ? line : line.substring(0, maxBytes));
    boolean proper = read.matches();
    boolean mayGoOn = !(whole && allThere) && read.hitEnd();
    if (!proper && !mayGoOn) {
      return WRONG;
    }
    return allThere ? INCOMPLETE : tooLong;
  }

  /** What is to be found in such a head. */
  Optional<Finding> finding() {
    return switch (this) {
      case INCOMPLETE, ENDED -> Optional.empty();
      case WRONG -> Optional.of(Finding.MALFORMED);
      case LINE_TOO_LONG -> Optional.of(Finding.TARGET_TOO_LONG);
      case FIELDS_TOO_LONG -> Optional.of(Finding.FIELDS_TOO_LONG);
      case TOO_MANY_FIELDS -> Optional.of(Finding.TOO_MANY_FIELDS);
    };
  }
}
