package dev.parley.internal.loop;

import dev.parley.internal.connection.HandlerThread;
import dev.parley.internal.connection.HandlerThreads;
import dev.parley.internal.log.LoopLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * An event loop that carries the virtual threads of its connections: in each round it reads what
 * has arrived, then runs the handlers that may go on, each of which writes once at the end of its
 * turn. So a message is read, handled and answered without crossing threads.
 *
 * <p>A handler that holds the loop for long is left with the thread it holds, and another thread
 * goes on with the loop ({@link #takeOver}). The {@link #word} decides who has the loop: it is even
 * while code of the loop runs, and odd while a handler does; every change adds one. Whoever changes
 * it from odd to even has the loop, be it the thread that ran the handler or the one that takes
 * over.
 */
final class CarrierLoop extends AbstractScheduledEventExecutor
    implements IoEventLoop, HandlerThreads {
  private static final LoopLog LOG = LoopLog.of("dev.parley.loop");

  /** How many tasks at the end may still ask for others. */
  private static final int MAX_LAST_TASKS = 4_096;

  /** How long a round may take before what can wait has to; a little of it never has to. */
  private static final long ROUND_NANOS = 80_000;

  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(CarrierLoop.class, "word", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final IoEventLoopGroup group;
  private final Executor threads;
  private final Watchdog watchdog;
  private final IoHandler io;
  private final Waiting waiting = new Waiting();
  private final Promise<Void> terminated = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);

  /** What other threads want done. */
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Handlers that may go on, in order. The loop's thread only. */
  private final ArrayDeque<CarriedThread> ready = new ArrayDeque<>();

  /** What can wait until others have had their turn, in order. The loop's thread only. */
  private final ArrayDeque<Runnable> backlog = new ArrayDeque<>();

  /** The handler that has its turn. Written before {@link #word} becomes odd. */
  private @Nullable CarriedThread current;

  private volatile long word;

  /** The last turn that no thread was left to take the loop from. The watchdog's thread only. */
  private long complainedAbout;

  /** The thread that runs the loop; null before the start and after the end. */
  private volatile @Nullable Thread owner;

  private volatile boolean ending;
  private volatile boolean ended;

  CarrierLoop(
      IoEventLoopGroup group, Executor threads, Watchdog watchdog, IoHandlerFactory factory) {
    this.group = group;
    this.threads = threads;
    this.watchdog = watchdog;
    this.io = factory.newHandler(this);
  }

  /** Starts the loop on a thread of its own. */
  void startLoop() {
    threads.execute(() -> {
      owner = Thread.currentThread();
      io.initialize();
      drive();
    });
  }

  // --- rounds ---

  /** Runs the loop until it ends or another thread has taken it. */
  private void drive() {
    while (!ending) {
      try {
        if (!round()) {
          return;
        }
      } catch (Throwable failure) {
        // Whatever it is, such as memory that has run out: the lines of the others go on.
        report(failure);
      }
    }
    end();
  }

  /** Returns false if the loop was lost meanwhile. */
  private boolean round() {
    // What may wait for the first socket begins behind that.
    boolean timed = !waiting.canBlock();
    long begun = timed ? System.nanoTime() : 0;
    io.run(waiting);
    fetchFromScheduledTaskQueue(tasks);
    if (!tasks.isEmpty()) {
      long read = System.nanoTime();
      begun = timed ? begun : read;
      timed = true;
      runTasks(read);
    }
    if (!runHandlers()) {
      return false;
    }
    if (!backlog.isEmpty()) {
      runBacklog(timed ? begun : System.nanoTime());
    }
    return true;
  }

  private static void report(Throwable failure) {
    try {
      LOG.error("An event loop failed, and goes on", failure);
    } catch (Throwable again) {
      // It cannot even be said.
    }
  }

  /** Does what could wait while the round is short, and a piece of it in any case. */
  private void runBacklog(long begun) {
    do {
      safeExecute(backlog.remove());
    } while (!backlog.isEmpty() && System.nanoTime() - begun < ROUND_NANOS);
  }

  /** Does what others want done; what takes longer than a round goes on in the next one. */
  private void runTasks(long begun) {
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      safeExecute(task);
      if (System.nanoTime() - begun >= ROUND_NANOS) {
        return;
      }
    }
  }

  /** Gives each handler that may go on its turn. Returns false if the loop was lost meanwhile. */
  private boolean runHandlers() {
    int turns = ready.size();
    if (turns == 0) {
      return true;
    }
    watchdog.watch();
    for (int i = 0; i < turns; i++) {
      if (!runOne(ready.remove())) {
        return false;
      }
    }
    return true;
  }

  private boolean runOne(CarriedThread handler) {
    long turn = word + 1;
    current = handler;
    handler.turnBegins();
    WORD.setVolatile(this, turn);
    try {
      handler.turn();
    } catch (Throwable failure) {
      report(failure);
    }
    if (!WORD.compareAndSet(this, turn, turn + 1)) {
      return false;
    }
    current = null;
    handler.turnEnded();
    return true;
  }

  // --- hand-over ---

  /** Odd while a handler runs. */
  long word() {
    return word;
  }

  /**
   * Has another thread go on with the loop while the current one stays with the handler that holds
   * it.
   *
   * @param turn the {@link #word} of the handler's turn
   */
  void takeOver(long turn) {
    try {
      threads.execute(() -> takeOverHere(turn));
    } catch (RejectedExecutionException tooMany) {
      if (turn != complainedAbout) {
        complainedAbout = turn;
        LOG.warn("A handler holds its event loop, and no thread is left that could take the loop");
      }
    }
  }

  private void takeOverHere(long turn) {
    if (!WORD.compareAndSet(this, turn, turn + 1)) {
      return; // It has given the loop back by itself.
    }
    owner = Thread.currentThread();
    var holder = Objects.requireNonNull(current);
    holder.taken();
    current = null;
    if (LOG.isEnabled(Level.DEBUG)) {
      LOG.debug("A handler holds its event loop, which goes on without it: {}", holder.stack());
    }
    drive();
  }

  // --- handlers ---

  @Override
  public HandlerThread start(Runnable handler, Runnable afterTurn) {
    var jdk = JdkThreads.instance();
    if (jdk.isEmpty()) {
      return new FreeThread(handler);
    }
    var thread = new CarriedThread(this, jdk.get(), handler, afterTurn);
    thread.start();
    return thread;
  }

  @Override
  public void later(Runnable turn) {
    backlog.add(turn);
  }

  /** Takes a handler that may go on. Any thread. */
  void submit(CarriedThread handler) {
    // Within a turn the loop may be taken at any time.
    if (inEventLoop() && (word & 1) == 0) {
      ready.add(handler);
      return;
    }
    try {
      execute(handler);
    } catch (RejectedExecutionException over) {
      handler.moveAway();
    }
  }

  /** Takes a handler that may go on. The loop's thread only. */
  void enqueue(CarriedThread handler) {
    if (ended) {
      handler.moveAway();
    } else {
      ready.add(handler);
    }
  }

  // --- tasks ---

  @Override
  public void execute(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("The event loop has ended.");
    }
    tasks.add(task);
    if (!inEventLoop()) {
      wake();
    }
    if (ended && tasks.remove(task)) {
      throw new RejectedExecutionException("The event loop has ended.");
    }
  }

  private void wake() {
    io.wakeup();
    if (io instanceof LocalIoHandler) {
      // It wakes the thread that it first ran on, which may have lost the loop.
      LockSupport.unpark(owner);
    }
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return thread == owner;
  }

  // --- the end ---

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    ending = true;
    wake();
    return terminated;
  }

  /** Closes every line, does what is left to do, and has handlers go on elsewhere. */
  private void end() {
    cancelScheduledTasks();
    io.prepareToDestroy();
    for (int i = 0; i < MAX_LAST_TASKS && !tasks.isEmpty(); i++) {
      safeExecute(tasks.remove());
    }
    ended = true;
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      safeExecute(task);
    }
    ready.forEach(CarriedThread::moveAway);
    ready.clear();
    io.destroy();
    owner = null;
    terminated.setSuccess(null);
  }

  @Override
  @Deprecated
  public void shutdown() {
    ending = true;
    wake();
  }

  @Override
  public Future<?> terminationFuture() {
    return terminated;
  }

  @Override
  public boolean isShuttingDown() {
    return ending;
  }

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return terminated.isDone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(timeout, unit);
  }

  // --- for Netty ---

  @Override
  public IoEventLoopGroup parent() {
    return group;
  }

  @Override
  public IoEventLoop next() {
    return this;
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel) {
    return register(channel, new DefaultChannelPromise(channel, this));
  }

  @Override
  @Deprecated
  public ChannelFuture register(ChannelPromise promise) {
    return register(promise.channel(), promise);
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    channel.unsafe().register(this, promise);
    return promise;
  }

  @Override
  public Future<IoRegistration> register(IoHandle handle) {
    var promise = this.<IoRegistration>newPromise();
    if (inEventLoop()) {
      register(handle, promise);
    } else {
      execute(() -> register(handle, promise));
    }
    return promise;
  }

  private void register(IoHandle handle, Promise<IoRegistration> promise) {
    try {
      promise.setSuccess(io.register(handle));
    } catch (Exception failure) {
      promise.setFailure(failure);
    }
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return io.isCompatible(handleType);
  }

  @Override
  public boolean isIoType(Class<? extends IoHandler> handlerType) {
    return handlerType.isInstance(io);
  }

  /** How long the loop may wait for its sockets. */
  private final class Waiting implements IoHandlerContext {
    @Override
    public boolean canBlock() {
      return ready.isEmpty()
          && backlog.isEmpty()
          && tasks.isEmpty()
          && !ending
          && nextScheduledTaskNano() != 0;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return CarrierLoop.this.delayNanos(currentTimeNanos, LONGEST_WAIT_NANOS);
    }

    @Override
    public long deadlineNanos() {
      return nextScheduledTaskDeadlineNanos();
    }
  }

  /** A handler's thread on the JDK's scheduler. */
  private record FreeThread(Thread thread) implements HandlerThread {
    FreeThread(Runnable handler) {
      this(Thread.ofVirtual().start(handler));
    }

    @Override
    public boolean isOnLoop() {
      return false;
    }

    @Override
    public void ended() {
      // It knows nothing that it could forget.
    }
  }
}
