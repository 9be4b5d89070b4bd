package dev.parley.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * RFC 7692, section 7.2.2, once more and as simply as can be: one byte after the other through the
 * inflater of the JDK.
 */
public final class InflateModel implements AutoCloseable {
  /** What the sender has cut off (section 7.2.1). */
  private static final byte[] TAIL = {0, 0, -1, -1};

  /** An empty block that is the last one: the stream ends here if the block before has ended. */
  private static final byte[] LAST_BLOCK = {1, 0, 0, -1, -1};

  private static final int MOST_STREAMS_OF_A_MESSAGE = 1_024;

  private final boolean remembersMessages;
  private final Inflater inflater = new Inflater(true);
  private final byte[] output = new byte[8_192];

  /** Whether the message, or what is behind its final block, has had no byte yet. */
  private boolean fresh;

  private int streams;

  /** Creates a model of one connection. */
  public InflateModel(boolean remembersMessages) {
    this.remembersMessages = remembersMessages;
  }

  void begin() {
    if (!remembersMessages) {
      inflater.reset();
    }
    fresh = true;
    streams = 0;
  }

  /** What one byte brings. */
  byte[] inflate(byte next) throws DataFormatException {
    fresh = false;
    inflater.setInput(new byte[] {next});
    int count = 0;
    while (!inflater.needsInput() && !inflater.finished()) {
      count += inflater.inflate(output, count, output.length - count);
    }
    // A byte may be taken before all that it brings has been made.
    count += inflater.inflate(output, count, output.length - count);
    if (inflater.finished()) {
      inflater.reset();
      fresh = true;
      if (++streams > MOST_STREAMS_OF_A_MESSAGE) {
        throw new DataFormatException("Too many final blocks.");
      }
    }
    return Arrays.copyOf(output, count);
  }

  /** The end of a message: what was cut off is read, too. */
  byte[] end() throws DataFormatException {
    var last = new ByteArrayOutputStream();
    if (!fresh) {
      inflateAll(TAIL, last);
      if (!remembersMessages) {
        inflateAll(LAST_BLOCK, last);
        if (!fresh) {
          throw new DataFormatException("The last block is incomplete.");
        }
      }
    }
    return last.toByteArray();
  }

  private void inflateAll(byte[] bytes, ByteArrayOutputStream to) throws DataFormatException {
    for (byte next : bytes) {
      to.writeBytes(inflate(next));
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
