package dev.parley.semantics;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a handler has seen, told to the test in order. */
final class Seen<T> {
  private final LinkedBlockingQueue<T> values = new LinkedBlockingQueue<>();

  void add(T value) {
    values.add(value);
  }

  /** Waits for the next thing. */
  T next() throws InterruptedException {
    T value = values.poll(5, TimeUnit.SECONDS);
    if (value == null) {
      throw new AssertionError("The handler has told nothing for 5 s.");
    }
    return value;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }
}
