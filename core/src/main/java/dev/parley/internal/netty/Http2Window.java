package dev.parley.internal.netty;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannelOption;

/**
 * How much a client may send on a stream before it has to wait (RFC 9113, section 5.2). Event loop
 * only.
 *
 * <p>The channel of a stream is never told not to read: what comes would wait in it as it came, two
 * hundred bytes of objects for each frame of one byte, and nobody would count them.
 */
final class Http2Window {
  private Http2Window() {}

  /** Lets the client send what its window still has room for, and no more. */
  static void close(Channel stream) {
    returnWhatIsTaken(stream, false);
  }

  /** Lets the client send on. */
  static void open(Channel stream) {
    returnWhatIsTaken(stream, true);
  }

  private static void returnWhatIsTaken(Channel stream, boolean wanted) {
    stream.config().setOption(Http2StreamChannelOption.AUTO_STREAM_FLOW_CONTROL, wanted);
  }
}
