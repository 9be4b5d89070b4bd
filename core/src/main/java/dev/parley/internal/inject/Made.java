package dev.parley.internal.inject;

import java.util.Optional;

/**
 * What a provider made.
 *
 * @param instance the instance, or {@link Absent}
 * @param toClose the instance, if it is to be closed with the scope that keeps it
 */
record Made(Object instance, Optional<AutoCloseable> toClose) {
  /** An instance that somebody else closes. */
  static Made borrowed(Object instance) {
    return new Made(instance, Optional.empty());
  }

  void close() throws Exception {
    if (toClose.isPresent()) {
      toClose.get().close();
    }
  }
}
