package dev.parley.internal.limit;

/**
 * Implemented by every {@link dev.parley.WebSocket} of the engine: it wants to know whose it is.
 */
@FunctionalInterface
public interface Identified {
  /**
   * Tells who the client is. Any thread.
   *
   * @throws dev.parley.HttpException with 429 if that user has too many connections
   */
  void identified(Object identity);
}
