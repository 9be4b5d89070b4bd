package dev.parley.internal.connection;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * The line to one peer: bytes out, reading on and off, the end. What comes in goes to a {@link
 * LineListener}.
 *
 * <p>Every method is called on the event loop of the line, but those that say otherwise.
 */
public interface Transport {
  /** The event loop; the same object for lines of the same loop. Any thread may ask and execute. */
  Executor loop();

  /** About how many bytes of the heap the line takes while nothing is on its way. */
  int idleBytes();

  /**
   * Writes chunks and flushes once. {@link LineListener#sent} tells when they have left.
   *
   * @param chunks the bytes, taken over; the list is reused by the caller
   * @param totalBytes the sum of their lengths
   */
  void write(List<byte[]> chunks, int totalBytes);

  /** Stops reading; bytes already read may still be delivered. */
  void pauseReading();

  /** Goes on reading. */
  void resumeReading();

  /** Goes on reading like {@link #resumeReading}, with a large read at once where that is known. */
  default void readOn() {
    resumeReading();
  }

  /** Ends the outgoing direction after what was written has left; the incoming one stays open. */
  void finishWriting();

  /** Closes the line after what was written has left. */
  void closeOnceWritten();

  /** Cuts the line at once. */
  void abort();
}
