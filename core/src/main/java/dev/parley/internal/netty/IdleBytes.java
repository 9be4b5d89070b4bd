package dev.parley.internal.netty;

import dev.parley.internal.http.RequestLine;

/**
 * About how many bytes of the heap lines take while nothing is on their way: what histograms of
 * thousands of them say, rounded up. With OpenSSL what TLS takes is memory outside of it.
 */
final class IdleBytes {
  /** A socket of epoll, with what is known of it. */
  static final int SOCKET = 256;

  /** A line without a channel on which something little is awaited. */
  static final int BARE_LINE = 1_024;

  /** A channel with its handlers. */
  static final int CHANNEL = 2_048;

  /** What a channel takes besides if it speaks TLS. */
  static final int TLS = 6_144;

  /** What a channel takes besides if it speaks HTTP/2. */
  static final int HTTP2 = 4_096;

  /** A stream of HTTP/2 that has become a WebSocket. */
  static final int STREAM = 2_048;

  private IdleBytes() {}

  /** A channel, with TLS or without. */
  static int channel(boolean secure) {
    return secure ? CHANNEL + TLS : CHANNEL;
  }

  /** A channel on which requests come. */
  static int channel(RequestLine line) {
    return channel(line.secure());
  }
}
