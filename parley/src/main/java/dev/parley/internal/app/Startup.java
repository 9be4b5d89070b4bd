package dev.parley.internal.app;

import dev.parley.Server;

/** From a definition to a running server. */
public final class Startup {
  private Startup() {}

  /** Starts a server on the configured address. */
  public static Server start(AppDefinition definition) {
    throw new UnsupportedOperationException();
  }

  /** Starts a server and returns when it was asked to stop and has done so. */
  public static void run(AppDefinition definition) {
    throw new UnsupportedOperationException();
  }
}
