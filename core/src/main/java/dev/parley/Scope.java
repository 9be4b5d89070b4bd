package dev.parley;

/** How long a dependency lives. */
public enum Scope {
  /** One instance for the application: made at start-up, closed when the server has stopped. */
  APPLICATION,

  /**
   * One instance for each connection or HTTP request: made before its handler runs, closed after
   * the handler has ended.
   */
  CONNECTION
}
