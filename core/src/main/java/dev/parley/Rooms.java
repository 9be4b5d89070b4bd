package dev.parley;

import java.util.Set;

/** The rooms of an application, found by name. Safe to use from any thread. */
public interface Rooms {
  /**
   * Returns a room. It comes into being with its first member and is forgotten with its last.
   *
   * @param name the name, 1 to 255 characters
   * @return the room
   */
  Room room(String name);

  /**
   * Returns the rooms that have members on this node.
   *
   * @return a snapshot of their names
   */
  Set<String> names();
}
