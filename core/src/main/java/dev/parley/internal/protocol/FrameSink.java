package dev.parley.internal.protocol;

import dev.parley.CloseReason;

/**
 * What a {@link FrameReader} found. After {@link #close} or {@link #fail} nothing follows.
 *
 * <p>A message that lies whole in what was read, or in one frame of up to 64 KiB, comes by {@link
 * #text} or {@link #binary}; any other comes in parts as they arrive, so that nobody needs to hold
 * it whole.
 */
public interface FrameSink {
  /** A whole text message. */
  void text(String text);

  /** A whole binary message; the array is the receiver's. */
  void binary(byte[] bytes);

  /**
   * A part of a message that arrives in parts.
   *
   * @param text whether the message is text; a code point may be split between parts
   * @param buffer scratch memory, valid during the call
   * @param last whether the message ends here
   */
  void part(boolean text, byte[] buffer, int offset, int length, boolean last);

  /**
   * How many more bytes may come out of compressed messages now; none if that is not positive. Not
   * asked about anything else: only what is inflated may be a thousand times more than what was
   * read.
   */
  default int room() {
    return Integer.MAX_VALUE;
  }

  /** Tells whether others are to have their turn before the next frame. Asked between frames. */
  default boolean isTurnOver() {
    return false;
  }

  /** A ping; the array is valid during the call. */
  void ping(byte[] payload);

  /** A pong; the array is the receiver's. */
  void pong(byte[] payload);

  /** A valid close frame; 1005 if it was empty. */
  void close(CloseReason reason);

  /** The peer broke a rule: the connection is to be failed with this (RFC 6455, section 7.1.7). */
  void fail(CloseReason reason);
}
