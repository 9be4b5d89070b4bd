package dev.parley.robustness;

import java.nio.ByteBuffer;

/** Understands what the server says to an attacking line, as far as the outcome is concerned. */
interface Answer {
  /** What the server will say to a line that begins like this. */
  static Answer to(byte[] opening) {
    return Http2Frames.begin(opening) ? new Http2Answer() : new Http1Answer();
  }

  /** Takes what has arrived. */
  void take(ByteBuffer bytes);

  /** Whether a WebSocket is open. */
  boolean isOpened();

  /** What has become of the line, in words. */
  String fate(String ending);
}
