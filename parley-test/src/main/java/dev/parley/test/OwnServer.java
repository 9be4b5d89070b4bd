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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that the client starts with its first use, in memory or on a free port. */
final class OwnServer implements Backend {
  private record Started(RunningServer server, Network network) {}

  private final AppDefinition definition;
  private final NetworkKind kind;
  private final Map<Class<?>, Function<Request, ?>> overrides = new ConcurrentHashMap<>();
  private final ServerSide side = new ServerSide();
  private final TestTime time = new TestTime();

  /** Held while the server starts, so that it starts once. */
  private final ReentrantLock starting = new ReentrantLock();

  private volatile @Nullable Started started;
  private volatile boolean closed;

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
  RunningServer server() {
    return started().server();
  }

  @Override
  public Network network() {
    return started().network();
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
  public void override(Class<?> type, Function<Request, ?> provider) {
    if (started != null) {
      throw new IllegalStateException(
          "The server runs already; override "
              + type.getSimpleName()
              + " before the first request or connection.");
    }
    overrides.put(type, provider);
  }

  @Override
  public void close() {
    closed = true;
    var open = started;
    if (open != null) {
      open.server().close();
      open.network().close();
      LeakCheck.serverClosed(this);
    }
    time.end();
  }

  private Started started() {
    starting.lock();
    try {
      var known = started;
      if (known == null) {
        requireUnclosed();
        known = start();
        started = known;
      }
      return known;
    } finally {
      starting.unlock();
    }
  }

  private void requireUnclosed() {
    if (closed) {
      throw new IllegalStateException("The client is closed; make another one.");
    }
  }

  private Started start() {
    var server = Startup.start(definition, options());
    LeakCheck.serverStarted(this);
    var network = networkTo(server);
    time.settling(() -> settle(server, network));
    return new Started(server, network);
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
  private void settle(RunningServer server, Network network) {
    for (int i = 0; i < 2; i++) {
      Quiet.await(server.handlerThreads());
      server.awaitLoops();
      network.settle();
    }
    server.awaitLoops();
  }
}
