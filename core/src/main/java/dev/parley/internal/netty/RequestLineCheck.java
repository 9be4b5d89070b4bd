package dev.parley.internal.netty;

import dev.parley.internal.netty.HeadCheck.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a request line is a method, a target and a version with one space in between (RFC
 * 9112, section 3). Of the target no more is checked than that it can be one.
 */
final class RequestLineCheck {
  private static final boolean[][] WORDS = {Octets.TOKEN, Octets.VISIBLE};

  /** A digit of any value stands for a digit. */
  private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '0', '.', '0'};

  private final int maxBytes;

  /** How many bytes the line has had. */
  private int bytes;

  /** Which of its words is coming: 2 is the version. */
  private int word;

  /** How many bytes that word has had. */
  private int wordBytes;

  RequestLineCheck(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Looks at the next part of the line. Returns what is wrong; null if nothing. */
  @Nullable Finding check(byte[] line, int from, int end) {
    int allowed = Math.min(end, from + maxBytes - bytes);
    for (int i = from; i < allowed; i++) {
      byte value = line[i];
      if (value == ' ' && word < WORDS.length && wordBytes > 0) {
        word++;
        wordBytes = 0;
      } else if (word < WORDS.length ? WORDS[word][value & 0xff] : goesOnAsVersion(value)) {
        wordBytes++;
      } else {
        return Finding.MALFORMED;
      }
    }
    bytes += end - from;
    return bytes > maxBytes ? Finding.TARGET_TOO_LONG : null;
  }

  private boolean goesOnAsVersion(byte value) {
    if (wordBytes == VERSION.length) {
      return false;
    }
    byte expected = VERSION[wordBytes];
    return expected == '0' ? value >= '0' && value <= '9' : value == expected;
  }

  /** Tells whether the line may end here. */
  boolean isWhole() {
    return word == WORDS.length && wordBytes == VERSION.length;
  }

  /** Expects another line. */
  void restart() {
    bytes = 0;
    word = 0;
    wordBytes = 0;
  }
}
