package dev.parley.test;

/** Where wires to one server come from. */
interface Network extends AutoCloseable {
  /**
   * Opens a wire.
   *
   * @throws java.io.UncheckedIOException if nobody listens
   */
  Wire connect(Wire.Listener listener);

  /** The value of the {@code Host} header. */
  String host();

  /** Waits until this side has handled what has come in, as far as it can know. */
  void settle();

  @Override
  void close();
}
