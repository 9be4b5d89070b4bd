package dev.parley.internal.connection;

/** Gives turns on an event loop: to the virtual threads of handlers, and to work that can wait. */
public interface HandlerThreads {
  /**
   * Starts a virtual thread. Event loop only.
   *
   * @param afterTurn what the event loop does whenever the handler has run on it
   */
  HandlerThread start(Runnable handler, Runnable afterTurn);

  /**
   * Does something after what others need, within the time that each round of the loop has for
   * that. Event loop only.
   */
  void later(Runnable turn);
}
