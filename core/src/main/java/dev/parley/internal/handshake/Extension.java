package dev.parley.internal.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An extension as a client offers it (RFC 6455, section 9.1).
 *
 * @param name the name, as it was written
 * @param parameters the parameters in order, of which the same may stand twice
 */
public record Extension(String name, List<Parameter> parameters) {
  /**
   * A parameter of an offer.
   *
   * @param name the name, as it was written
   * @param value the value without quotes; empty if there is none
   */
  public record Parameter(String name, Optional<String> value) {}

  /**
   * Reads the offers of all header fields, in order.
   *
   * @param fields the values of {@code Sec-WebSocket-Extensions}
   * @return the offers; empty if a field does not keep to the grammar
   */
  public static Optional<List<Extension>> parse(List<String> fields) {
    var offers = new ArrayList<Extension>();
    for (var field : fields) {
      if (!new Parser(field).readInto(offers)) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(offers));
  }

  /** Reads one header field. Elements of the list may be empty (RFC 9110, section 5.6.1.2). */
  private static final class Parser {
    private static final String SEPARATORS_IN_TOKENS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    boolean readInto(List<Extension> offers) {
      while (true) {
        skipSpace();
        if (position == text.length()) {
          return true;
        }
        if (!take(',') && !readExtension(offers)) {
          return false;
        }
      }
    }

    private boolean readExtension(List<Extension> offers) {
      String name = token();
      var parameters = new ArrayList<Parameter>();
      while (take(';')) {
        String parameter = token();
        var value = take('=') ? Optional.of(value()) : Optional.<String>empty();
        if (parameter.isEmpty() || value.filter(String::isEmpty).isPresent()) {
          return false;
        }
        parameters.add(new Parameter(parameter, value));
      }
      offers.add(new Extension(name, List.copyOf(parameters)));
      return !name.isEmpty() && (position == text.length() || take(','));
    }

    /** A token, or one in quotes; empty if it is neither. */
    private String value() {
      skipSpace();
      if (!take('"')) {
        return token();
      }
      var unquoted = new StringBuilder();
      while (position < text.length() && text.charAt(position) != '"') {
        if (text.charAt(position) == '\\') {
          position++;
        }
        if (position == text.length() || !isTokenCharacter(text.charAt(position))) {
          return "";
        }
        unquoted.append(text.charAt(position++));
      }
      if (!take('"')) {
        return "";
      }
      skipSpace();
      return unquoted.toString();
    }

    private String token() {
      skipSpace();
      int start = position;
      while (position < text.length() && isTokenCharacter(text.charAt(position))) {
        position++;
      }
      String token = text.substring(start, position);
      skipSpace();
      return token;
    }

    private boolean take(char wanted) {
      if (position == text.length() || text.charAt(position) != wanted) {
        return false;
      }
      position++;
      return true;
    }

    private void skipSpace() {
      while (position < text.length()
          && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
        position++;
      }
    }

    private static boolean isTokenCharacter(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || SEPARATORS_IN_TOKENS.indexOf(c) >= 0;
    }
  }
}
