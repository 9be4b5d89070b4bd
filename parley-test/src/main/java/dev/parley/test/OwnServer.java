package dev.parley.test;

import dev.parley.Request;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.app.RunningServer;
import dev.parley.internal.app.StartOptions;
import dev.parley.internal.app.Startup;
import dev.parley.internal.netty.NetworkKind;
import io.netty.channel.local.LocalAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that the client starts with its first use, in memory or on a free port. */
final class OwnServer implements Backend {
  private final AppDefinition definition;
  private final NetworkKind kind;
  private final Map<Class<?>, Function<Request, ?>> overrides = new HashMap<>();
  private final ServerSide side = new ServerSide();
  private final TestTime time = new TestTime();

  /** Null until the start. Guarded by this object's monitor, like the rest. */
  private @Nullable RunningServer running;

  private @Nullable Network network;

  private OwnServer(AppDefinition definition, NetworkKind kind) {
    this.definition = definition;
    this.kind = kind;
  }

  static OwnServer inMemory(AppDefinition definition) {
    return new OwnServer(definition, NetworkKind.IN_MEMORY);
  }

  static OwnServer overTcp(AppDefinition definition) {
    return new OwnServer(definition, NetworkKind.sockets());
  }

  /** The server; started with the first call. */
  synchronized RunningServer server() {
    var known = running;
    if (known == null) {
      known = Startup.start(definition, options());
      running = known;
    }
    return known;
  }

  @Override
  public synchronized Network network() {
    var known = network;
    if (known == null) {
      known = networkTo(server());
      network = known;
      time.settling(this::settle);
    }
    return known;
  }

  @Override
  public Optional<OwnServer> own() {
    return Optional.of(this);
  }

  ServerSide side() {
    return side;
  }

  TestTime time() {
    return time;
  }

  @Override
  public synchronized void override(Class<?> type, Function<Request, ?> provider) {
    if (running != null) {
      throw new IllegalStateException(
          "The server runs already; override "
              + type.getSimpleName()
              + " before the first request or connection.");
    }
    overrides.put(type, provider);
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.close();
    }
    if (network != null) {
      network.close();
    }
    time.end();
  }

  private StartOptions options() {
    SocketAddress address =
        kind == NetworkKind.IN_MEMORY
            ? LocalAddress.ANY
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new StartOptions(
        kind, Optional.of(address), time.source(), Map.copyOf(overrides), List.of(side));
  }

  private static Network networkTo(RunningServer server) {
    return switch (server.address()) {
      case LocalAddress local -> new MemoryNetwork(local);
      default ->
          new SocketNetwork(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
              "localhost:" + server.port());
    };
  }

  /**
   * Twice there and back: what the server sends is answered by the client, and the answer is read.
   */
  private void settle() {
    for (int i = 0; i < 2; i++) {
      server().awaitLoops();
      network().settle();
    }
    server().awaitLoops();
  }
}
