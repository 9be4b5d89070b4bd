package dev.parley.test;

/** Throws in the test what was thrown in the server, as it is, checked exceptions included. */
final class Raising {
  private Raising() {}

  static RuntimeException raise(Throwable failure) {
    return Raising.<RuntimeException>unchecked(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
