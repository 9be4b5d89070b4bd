package dev.parley.internal.handshake;

import dev.parley.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What a request asks for, as far as RFC 6455, section 4.2.1, can tell. */
public sealed interface OpeningHandshake {
  /** An ordinary HTTP request. */
  record NotAnUpgrade() implements OpeningHandshake {}

  /**
   * A handshake that breaks a rule.
   *
   * @param status the HTTP status to answer with
   * @param headers header fields that the answer must carry
   * @param message what is wrong, naming the header
   */
  record Malformed(int status, Headers headers, String message) implements OpeningHandshake {}

  /**
   * A proper handshake.
   *
   * @param key the value of {@code Sec-WebSocket-Key}; empty for HTTP/2, which has none
   */
  record Proper(String key) implements OpeningHandshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** Copied for each use: looking it up leaves something with every thread that does. */
    private static final MessageDigest SHA_1 = sha1();

    private static MessageDigest sha1() {
      try {
        return MessageDigest.getInstance("SHA-1");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("Every Java platform has SHA-1.", impossible);
      }
    }

    /** The value of {@code Sec-WebSocket-Accept} (section 4.2.2). */
    public String accept() {
      try {
        var digest = (MessageDigest) SHA_1.clone();
        byte[] hash = digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(hash);
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException("SHA-1 of the JDK can be copied.", impossible);
      }
    }
  }

  /**
   * Looks at a request.
   *
   * @param method the method
   * @param version the HTTP version, such as {@code HTTP/1.1}
   * @param headers the headers
   */
  static OpeningHandshake of(String method, String version, Headers headers) {
    if (!hasToken(headers, "connection", "upgrade") || !hasToken(headers, "upgrade", "websocket")) {
      return new NotAnUpgrade();
    }
    if (!method.equals("GET")) {
      return new Malformed(
          405,
          Headers.empty().with("allow", "GET"),
          "Method is '" + method + "'; a handshake is a GET.");
    }
    if (!version.equals("HTTP/1.1")) {
      return malformed("The request is " + version + "; a handshake is HTTP/1.1.");
    }
    var wrongVersion = checkVersion(headers);
    if (wrongVersion.isPresent()) {
      return wrongVersion.get();
    }
    var keys = headers.all("sec-websocket-key");
    if (keys.size() != 1) {
      return malformed(
          "Header 'Sec-WebSocket-Key' is there " + keys.size() + " times; expected once.");
    }
    if (!isKey(keys.getFirst())) {
      return malformed("Header 'Sec-WebSocket-Key' is no base64 of 16 bytes.");
    }
    return checkExtensions(keys.getFirst(), headers);
  }

  /**
   * Looks at an extended CONNECT of HTTP/2 whose protocol is WebSocket: there is neither a key nor
   * a field that asks for an upgrade (RFC 8441, section 5).
   *
   * @param headers the headers
   */
  static OpeningHandshake ofExtendedConnect(Headers headers) {
    return checkVersion(headers).orElseGet(() -> checkExtensions("", headers));
  }

  private static OpeningHandshake checkExtensions(String key, Headers headers) {
    // What does not keep to the grammar fails the handshake (section 9.1).
    var fields = headers.all("sec-websocket-extensions");
    return fields.isEmpty() || Extension.parse(fields).isPresent()
        ? new Proper(key)
        : malformed("Header 'Sec-WebSocket-Extensions' is no list of extensions.");
  }

  private static Optional<OpeningHandshake> checkVersion(Headers headers) {
    var versions = headers.all("sec-websocket-version");
    if (versions.equals(List.of("13"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Malformed(
            426,
            Headers.empty().with("sec-websocket-version", "13").with("upgrade", "websocket"),
            "Header 'Sec-WebSocket-Version' is "
                + quoted(versions)
                + "; this server supports 13."));
  }

  /** The subprotocols of all header fields, in order (section 4.1, item 10). */
  static List<String> offeredSubprotocols(Headers headers) {
    var fields = headers.all("sec-websocket-protocol");
    if (fields.isEmpty()) {
      return List.of();
    }
    return fields.stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** The first supported subprotocol that the client offers. */
  static Optional<String> chooseSubprotocol(List<String> supported, List<String> offered) {
    for (var name : supported) {
      if (offered.contains(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static Malformed malformed(String message) {
    return new Malformed(400, Headers.empty(), message);
  }

  private static String quoted(List<String> values) {
    return values.isEmpty() ? "missing" : "'" + String.join("', '", values) + "'";
  }

  private static boolean isKey(String key) {
    // 16 bytes are 24 characters of base64, the last two of them padding.
    if (key.length() != 24 || !key.endsWith("==")) {
      return false;
    }
    try {
      Base64.getDecoder().decode(key);
      return true;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean hasToken(Headers headers, String name, String token) {
    for (var value : headers.all(name)) {
      if (value.equalsIgnoreCase(token)) {
        return true;
      }
      for (var element : value.split(",")) {
        if (element.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }
}
