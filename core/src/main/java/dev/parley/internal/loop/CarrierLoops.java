package dev.parley.internal.loop;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The event loops of a server, the threads that run them, and the watchdog over both. */
public final class CarrierLoops extends MultiThreadIoEventLoopGroup {
  /** How many handlers may hold the thread of an event loop at once before loops stand still. */
  private static final int MAX_HELD_THREADS = 256;

  private static final long SPARE_SECONDS = 10;

  private final ThreadPoolExecutor threads;
  private final Watchdog watchdog;

  /** Starts loops. */
  public CarrierLoops(int count, IoHandlerFactory factory) {
    this(count, factory, new ArrayList<>(count));
  }

  private CarrierLoops(int count, IoHandlerFactory factory, List<CarrierLoop> loops) {
    this(count, factory, loops, threads(count), new Watchdog(loops));
  }

  private CarrierLoops(
      int count,
      IoHandlerFactory factory,
      List<CarrierLoop> loops,
      ThreadPoolExecutor threads,
      Watchdog watchdog) {
    super(count, threads, factory, loops, watchdog);
    this.threads = threads;
    this.watchdog = watchdog;
    loops.forEach(CarrierLoop::startLoop);
    if (JdkThreads.instance().isPresent()) {
      watchdog.start();
    }
    terminationFuture().addListener(ended -> end());
  }

  private static ThreadPoolExecutor threads(int count) {
    return new ThreadPoolExecutor(
        0,
        count + MAX_HELD_THREADS,
        SPARE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new DefaultThreadFactory("parley-loop", true));
  }

  /** Whether handlers are carried by event loops, rather than by the JDK's scheduler. */
  public static boolean carryHandlers() {
    return JdkThreads.instance().isPresent();
  }

  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... args) {
    @SuppressWarnings("unchecked")
    var loops = (List<CarrierLoop>) args[0];
    var loop = new CarrierLoop(this, executor, (Watchdog) Objects.requireNonNull(args[1]), factory);
    loops.add(loop);
    return loop;
  }

  private void end() {
    watchdog.close();
    threads.shutdown();
  }
}
