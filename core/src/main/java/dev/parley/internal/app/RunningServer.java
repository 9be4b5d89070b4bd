package dev.parley.internal.app;

import dev.parley.Limit;
import dev.parley.Rooms;
import dev.parley.Server;
import dev.parley.ServerConfig;
import dev.parley.internal.binding.Assembly;
import dev.parley.internal.deflate.Deflation;
import dev.parley.internal.loop.CarrierLoops;
import dev.parley.internal.netty.NettyServer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server from its start to its end. */
public final class RunningServer implements Server {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.server");

  private final ServerEngine engine;
  private final ServerConfig config;
  private final Assembly assembly;
  private final NettyServer network;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private RunningServer(AppDefinition definition, StartOptions options) {
    this.config = definition.resolveConfig();
    this.engine = new ServerEngine(definition, options, config, this);
    this.assembly = engine.assembly();
    assembly.warnings().forEach(LOG::warn);
    assembly.dependencies().start();
    this.network = listen(options);
    if (!CarrierLoops.carryHandlers()) {
      LOG.info(
          "Handlers run on the JDK's scheduler; event loops run them faster where Java is started"
              + " with --add-opens java.base/java.lang={}",
          getClass().getModule().isNamed() ? getClass().getModule().getName() : "ALL-UNNAMED");
    }
    RunningServers.add(this);
  }

  static RunningServer start(AppDefinition definition, StartOptions options) {
    return new RunningServer(definition, options);
  }

  private NettyServer listen(StartOptions options) {
    try {
      var address =
          options.address().orElseGet(() -> new InetSocketAddress(config.host(), config.port()));
      return NettyServer.start(engine, options.network(), address);
    } catch (RuntimeException unavailable) {
      closeDependencies();
      throw unavailable;
    }
  }

  /** The address that is listened on. */
  public SocketAddress address() {
    return network.address();
  }

  /** Waits until the event loops have done what they have been given. For tests that move time. */
  public void awaitLoops() {
    network.awaitLoops();
  }

  /**
   * The threads of handlers that have been started, and of the work that these have begun. For
   * tests that move time.
   */
  public Collection<Thread> handlerThreads() {
    var threads = new ConcurrentLinkedQueue<Thread>();
    network.onEachLoop(lines -> threads.addAll(ServerEngine.threads(lines)));
    network.awaitLoops();
    return threads;
  }

  /** The options. */
  public ServerConfig config() {
    return config;
  }

  @Override
  public int port() {
    return address() instanceof InetSocketAddress socket ? socket.getPort() : 0;
  }

  @Override
  public URI uri() {
    return URI.create((network.speaksTls() ? "https" : "http") + "://localhost:" + port());
  }

  @Override
  public int connections() {
    return engine.connections();
  }

  @Override
  public long limitHits(Limit limit) {
    return engine.settings().hits().count(limit);
  }

  @Override
  public Rooms rooms() {
    return engine.rooms();
  }

  @Override
  public <T> T dependency(Class<T> type) {
    return assembly.dependencies().get(type);
  }

  @Override
  public void reloadCertificates() {
    network.reloadCertificates();
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      try {
        shutDown();
      } finally {
        RunningServers.remove(this);
        closed.countDown();
      }
    } else {
      awaitClose();
    }
  }

  private void shutDown() {
    LOG.info("Shutting down with {} connections", connections());
    engine.drain();
    network.stopListening();
    network.onEachLoop(ServerEngine::askToLeave);
    if (engine.handlers().awaitNone(config.shutdownGrace()) > 0) {
      network.onEachLoop(ServerEngine::interrupt);
      int left = engine.handlers().awaitNone(config.cleanupGrace());
      if (left > 0) {
        network.onEachLoop(ServerEngine::nameHandlers);
        LOG.warn(
            "{} handlers still run {} ms after they were interrupted; they are left behind",
            left,
            config.cleanupGrace().toMillis());
      }
    }
    engine.lines().awaitNone(config.closeTimeout());
    network.close();
    engine.settings().deflation().ifPresent(Deflation::close);
    closeDependencies();
  }

  private void closeDependencies() {
    try {
      assembly.dependencies().close();
    } catch (Exception failure) {
      LOG.error("Closing a dependency of the application failed", failure);
    }
  }

  @Override
  public void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
