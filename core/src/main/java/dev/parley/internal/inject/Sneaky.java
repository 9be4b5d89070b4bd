package dev.parley.internal.inject;

/** Lets what user code threw pass as it is through methods that declare nothing. */
public final class Sneaky {
  private Sneaky() {}

  /**
   * Throws an exception, whatever its kind.
   *
   * @return never; lets the caller write {@code throw}
   */
  @SuppressWarnings("unchecked")
  public static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
