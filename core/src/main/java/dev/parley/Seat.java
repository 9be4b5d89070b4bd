package dev.parley;

/**
 * One connection's membership in a room; closing it leaves the room. Safe to use from any thread.
 */
public interface Seat extends AutoCloseable {
  /**
   * Returns the room.
   *
   * @return the room
   */
  Room room();

  /**
   * Sends something to every member, this one included; see {@link Room#publish}.
   *
   * @param message what to send
   */
  void publish(Object message);

  /**
   * Sends something to every member but this one; see {@link Room#publish}.
   *
   * @param message what to send
   */
  void publishToOthers(Object message);

  /** Leaves the room. Does nothing the second time. */
  @Override
  void close();
}
