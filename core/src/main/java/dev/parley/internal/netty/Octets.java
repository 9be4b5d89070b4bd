package dev.parley.internal.netty;

import java.util.function.IntPredicate;

/** What may stand in the parts of the head of a request; an entry for each byte. */
final class Octets {
  /** A method or the name of a field (RFC 9110, section 5.6.2). */
  static final boolean[] TOKEN =
      table(c -> (Character.isLetterOrDigit(c) && c < 0x80) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);

  /** A request target, of which no more is said here (RFC 9112, section 3.2). */
  static final boolean[] VISIBLE = table(c -> c > ' ' && c < 0x7f);

  /** The value of a field (RFC 9110, section 5.5). */
  static final boolean[] VALUE = table(c -> c == '\t' || (c >= ' ' && c != 0x7f));

  private Octets() {}

  private static boolean[] table(IntPredicate allowed) {
    var table = new boolean[256];
    for (int value = 0; value < table.length; value++) {
      table[value] = allowed.test(value);
    }
    return table;
  }
}
