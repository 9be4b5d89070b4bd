package dev.parley.benchmarks;

/** Waits where there is nothing to wait for. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting.", end);
    }
  }
}
