package dev.parley.internal.room;

import dev.parley.CloseReason;
import dev.parley.internal.deflate.MessageDeflation;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection as a room sees it. */
public interface MemberConnection {
  /** The name of the connection. Any thread. */
  String id();

  /** The event loop; the same object for connections of the same loop. Any thread. */
  Executor loop();

  /** Whether messages may be sent. Any thread. */
  boolean isOpen();

  /**
   * Counts a room that the connection joins. Any thread. Returns false if it is in too many now.
   */
  default boolean enterRoom() {
    return true;
  }

  /** Counts a room that the connection leaves. Any thread. */
  default void leaveRoom() {}

  /**
   * What publications are compressed by for this connection, the same object as for others that
   * agreed to the same; null if they are not. Any thread.
   */
  default @Nullable MessageDeflation deflation() {
    return null;
  }

  /** How many bytes wait for the peer. Any thread. */
  int queuedBytes();

  /**
   * Adds an encoded frame and never blocks; it leaves at the end of the loop's round. Event loop
   * only.
   */
  void enqueue(byte[] frame);

  /**
   * Runs an action once on the loop when little waits for the peer; never, if the connection ends
   * before. Event loop only.
   */
  void whenDrained(Runnable action);

  /** Says how many bytes more, or less, a room keeps for the connection. Event loop only. */
  void roomKeeps(int bytesMore);

  /** Closes the connection without sending what waits. Any thread. */
  void closeSlow(CloseReason reason);

  /**
   * Runs an action once on the loop when the connection ends, at once if it has. Event loop only.
   */
  void whenEnded(Runnable action);

  /** Takes back what {@link #whenEnded} was told, the same object. Event loop only. */
  void forgetWhenEnded(Runnable action);
}
