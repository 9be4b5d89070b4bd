package dev.parley;

import java.util.List;

/** A named set of connections. Safe to use from any thread. */
public interface Room {
  /**
   * Returns the name.
   *
   * @return the name
   */
  String name();

  /**
   * Makes a connection a member until the seat is closed or the connection ends. Accepts the
   * handshake if that has not happened.
   *
   * @param ws the connection
   * @return the seat, for try-with-resources
   * @throws WebSocketClosedException if the connection is closed or closing
   */
  Seat join(WebSocket ws);

  /**
   * Makes a connection a member under an identity that others see in {@link #members()}.
   *
   * @param ws the connection
   * @param identity who it is, such as a user
   * @return the seat, for try-with-resources
   * @throws WebSocketClosedException if the connection is closed or closing
   */
  Seat join(WebSocket ws, Object identity);

  /**
   * Sends something to every member and returns without waiting for any of them. It waits only
   * while more than 64 MiB of publications to all rooms wait for the server's event loops, at most
   * 10 s.
   *
   * <p>A {@link String} is a text message, a {@code byte[]} a binary one, anything else JSON.
   * Members get the publications of one thread in order. A member that reads too slowly costs
   * itself, by the {@link RoomOptions} of the room.
   *
   * @param message what to send
   * @throws IllegalStateException if the event loops did not keep up for 10 s; nothing was sent
   */
  void publish(Object message);

  /**
   * Returns how many members the room has on this node.
   *
   * @return the number
   */
  int size();

  /**
   * Returns the members on this node.
   *
   * @return a snapshot, in the order of joining
   */
  List<Member> members();
}
