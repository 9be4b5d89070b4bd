package dev.parley.test;

import dev.parley.Request;
import java.util.Optional;
import java.util.function.Function;

/**
 * The server behind a client: an application that the client starts itself, or one that runs
 * elsewhere.
 */
interface Backend {
  /** The way to the server; the first call starts it. */
  Network network();

  /**
   * What only a server of this process can tell; empty for one that runs elsewhere. Starts nothing.
   */
  Optional<OwnServer> own();

  /** Has a type provided by a function, in place of what the application says. */
  void override(Class<?> type, Function<Request, ?> provider);

  /** Stops what was started. */
  void close();
}
