package dev.parley.internal.connection;

/** Starts the virtual threads of handlers. */
@FunctionalInterface
public interface HandlerThreads {
  /**
   * Starts a virtual thread. Event loop only.
   *
   * @param afterTurn what the event loop does whenever the handler has run on it
   */
  HandlerThread start(Runnable handler, Runnable afterTurn);
}
