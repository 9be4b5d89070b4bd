package dev.parley.test;

import dev.parley.Message;
import java.util.HexFormat;

/** What came, in a few words for failure messages. */
final class Descriptions {
  private static final int MAX_TEXT = 80;
  private static final int MAX_BYTES = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private Descriptions() {}

  static String of(Message message) {
    return switch (message) {
      case Message.Text(var text) -> "text \"" + cut(text) + "\"";
      case Message.Binary(var bytes) -> "binary of " + bytes.length + " bytes (" + hex(bytes) + ")";
      case Message.Disconnect(var reason) -> "the close with " + reason;
    };
  }

  static String hex(byte[] bytes) {
    int shown = Math.min(bytes.length, MAX_BYTES);
    return HEX.formatHex(bytes, 0, shown) + (shown < bytes.length ? " ..." : "");
  }

  static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }
}
