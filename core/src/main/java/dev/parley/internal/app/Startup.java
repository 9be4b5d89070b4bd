package dev.parley.internal.app;

import dev.parley.Server;

/** From a definition to a running server. */
public final class Startup {
  private Startup() {}

  /**
   * Starts a server on the configured address.
   *
   * @throws dev.parley.ConfigurationException if the application cannot work; nothing is open then
   */
  public static Server start(AppDefinition definition) {
    return start(definition, StartOptions.production());
  }

  /** Starts a server as options say. */
  public static RunningServer start(AppDefinition definition, StartOptions options) {
    return RunningServer.start(definition, options);
  }

  /** Starts a server and returns when it was asked to stop and has done so. */
  public static void run(AppDefinition definition) {
    var server = start(definition);
    ShutdownSignals.onSignal(server::close);
    System.out.println("Parley listens on " + server.uri());
    server.awaitClose();
  }
}
