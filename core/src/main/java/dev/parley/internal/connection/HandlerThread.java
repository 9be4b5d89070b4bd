package dev.parley.internal.connection;

/** The virtual thread of a handler. */
public interface HandlerThread {
  /** The thread. */
  Thread thread();

  /**
   * Tells whether the calling thread is this one and is carried by the event loop of its
   * connection, which takes what the handler sends at the end of its turn.
   */
  boolean isOnLoop();

  /** The handler and its clean-up have ended. Called by the thread itself. */
  void ended();
}
