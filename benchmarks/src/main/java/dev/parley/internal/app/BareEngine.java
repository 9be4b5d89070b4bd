package dev.parley.internal.app;

import dev.parley.App;
import dev.parley.internal.netty.Engine;
import dev.parley.internal.netty.NetworkKind;
import dev.parley.internal.time.SystemTime;
import io.netty.channel.local.LocalAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine of a server, to which somebody else brings the lines. */
public final class BareEngine {
  private BareEngine() {}

  /**
   * Makes the engine of an application.
   *
   * @param app the application
   * @return the engine
   */
  public static Engine of(App app) {
    var definition = AppAccess.definitionOf(app);
    var options =
        new StartOptions(
            NetworkKind.IN_MEMORY,
            Optional.of(LocalAddress.ANY),
            SystemTime.INSTANCE,
            Map.of(),
            List.of());
    var server = Startup.start(definition, options);
    return new ServerEngine(definition, options, server.config(), server);
  }
}
