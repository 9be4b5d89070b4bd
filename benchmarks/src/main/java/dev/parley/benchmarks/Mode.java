package dev.parley.benchmarks;

import java.util.List;

/** How a server is started. */
enum Mode {
  PLAIN,
  TLS,
  DEFLATE;

  /** What the load generator needs to talk to it. */
  List<String> loadOptions() {
    return switch (this) {
      case PLAIN -> List.of();
      case TLS -> List.of("--tls");
      case DEFLATE -> List.of("--deflate");
    };
  }
}
