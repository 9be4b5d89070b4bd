package dev.parley;

/** Work that may block and throw. */
@FunctionalInterface
public interface Action {
  /**
   * Does the work.
   *
   * @throws Exception whatever went wrong
   */
  void run() throws Exception;
}
