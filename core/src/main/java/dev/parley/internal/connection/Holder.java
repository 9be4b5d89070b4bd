package dev.parley.internal.connection;

/** A line whose bytes wait in memory. Event loop only. */
public interface Holder extends Swept {
  /** Counts anew what waits, and returns it. */
  int recount(Direction direction);

  /** Lets go of what waits, as there is too much in all, and ends the line. */
  void giveUp(Direction direction);
}
