package dev.parley.internal.inject;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands for an instance that there is not, such as the identity of somebody who did not log in.
 *
 * @param why makes what is thrown where it must be there
 */
record Absent(Supplier<RuntimeException> why) {
  /** Returns the instance, or throws why there is none. */
  static Object refuse(Object instance) {
    if (instance instanceof Absent(var why)) {
      throw why.get();
    }
    return instance;
  }

  /** Returns the instance, or empty. */
  static Optional<Object> toOptional(Object instance) {
    return instance instanceof Absent ? Optional.empty() : Optional.of(instance);
  }
}
