package dev.parley.robustness;

import java.util.List;
import java.util.stream.Stream;

/** The server that is abused, and where on the page its table is. */
enum Target {
  /** With the default options. */
  DEFAULTS("abuses", "abuse.jsonl", HttpVersion.HTTP_1_1),

  /**
   * With the limits that docs/limits.md recommends for the open internet, and a rate of bytes that
   * goes with that of messages.
   */
  LIMITS(
      "abuses with limits",
      "abuse-with-limits.jsonl",
      HttpVersion.HTTP_1_1,
      "-Dparley.maxConnectionsPerAddress=50",
      "-Dparley.maxHandshakesPerSecondPerAddress=10",
      "-Dparley.maxMessagesPerSecond=100",
      "-Dparley.maxBytesPerSecond=262144"),

  /** With the default options, but for HTTP/2, which it takes in clear. */
  HTTP2(
      "abuses over HTTP/2",
      "abuse-over-http2.jsonl",
      HttpVersion.HTTP_2,
      "-Dparley.http2=cleartext");

  private final String section;
  private final String file;
  private final HttpVersion version;

  @SuppressWarnings("ImmutableEnumChecker") // A list of List.of.
  private final List<String> options;

  Target(String section, String file, HttpVersion version, String... options) {
    this.section = section;
    this.file = file;
    this.version = version;
    this.options = List.of(options);
  }

  /** The name in the marks of its table. */
  String section() {
    return section;
  }

  /** The file with its results. */
  String file() {
    return file;
  }

  /** Options of its JVM. */
  List<String> options() {
    return options;
  }

  /** What is done to it unless something else is asked for. */
  List<Attack> attacks() {
    return Stream.of(Attack.values()).filter(attack -> attack.version() == version).toList();
  }
}
