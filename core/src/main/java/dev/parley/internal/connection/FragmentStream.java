package dev.parley.internal.connection;

import dev.parley.internal.connection.OutboundQueue.Entry;
import dev.parley.internal.connection.OutboundQueue.Kind;
import dev.parley.internal.protocol.FrameWriter;
import java.io.OutputStream;
import java.util.Objects;

/**
 * One binary message that leaves in fragments as it is written (RFC 6455, section 5.4), never
 * compressed: a deflater would be held for as long as its writer takes.
 */
final class FragmentStream extends OutputStream {
  private static final int FRAGMENT_BYTES = 16 * 1024;

  private final Connection connection;
  private final byte[] buffer = new byte[FRAGMENT_BYTES];
  private int buffered;
  private boolean begun;
  private boolean closed;

  FragmentStream(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    requireUnclosed();
    int done = 0;
    while (done < length) {
      if (buffered == buffer.length) {
        sendFragment(false);
      }
      int count = Math.min(length - done, buffer.length - buffered);
      System.arraycopy(source, offset + done, buffer, buffered, count);
      buffered += count;
      done += count;
    }
  }

  /** Sends what was written as a fragment now. */
  @Override
  public void flush() {
    requireUnclosed();
    if (buffered > 0) {
      sendFragment(false);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      sendFragment(true);
      closed = true;
    }
  }

  private void requireUnclosed() {
    if (closed) {
      throw new IllegalStateException(
          "The message has ended; open another stream for the next one.");
    }
  }

  private void sendFragment(boolean last) {
    byte[] frame = FrameWriter.binaryFragment(buffer, buffered, !begun, last);
    connection.sendFragment(new Entry(last ? Kind.LAST_FRAGMENT : Kind.FRAGMENT, frame, this));
    begun = true;
    buffered = 0;
  }
}
