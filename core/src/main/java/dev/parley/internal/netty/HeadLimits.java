package dev.parley.internal.netty;

import dev.parley.ServerConfig;

/**
 * How much the head of a request may have.
 *
 * @param maxRequestLineBytes the longest request line, without its end
 * @param maxFieldBytes what all header fields may have together, without the ends of their lines
 * @param maxFields how many header fields there may be
 */
record HeadLimits(int maxRequestLineBytes, int maxFieldBytes, int maxFields) {
  /** A request line is a method, two spaces and {@code HTTP/1.1} longer than its target. */
  private static final int LINE_BEYOND_TARGET_BYTES = 32;

  static HeadLimits of(ServerConfig config) {
    return new HeadLimits(
        config.maxTargetBytes() + LINE_BEYOND_TARGET_BYTES,
        config.maxHeaderBytes(),
        config.maxHeaderFields());
  }
}
