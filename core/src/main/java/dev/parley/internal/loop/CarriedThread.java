package dev.parley.internal.loop;

import dev.parley.internal.connection.HandlerThread;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread carried by the event loop of its connection, and its scheduler.
 *
 * <p>One that holds its carrier for long is run by the JDK's scheduler for a while, longer each
 * time. So are the virtual threads that user code starts on it, which inherit the scheduler.
 */
final class CarriedThread implements HandlerThread, Executor, Runnable {
  private static final long FIRST_EXILE_NANOS = 1_000_000_000L;
  private static final int MOST_DOUBLINGS = 6;

  private final CarrierLoop loop;
  private final Executor elsewhere;
  private final Thread thread;

  /** What goes on with the thread; the first thing that is ever executed. */
  private @Nullable Runnable continuation;

  /** What the loop does after each turn; null once the thread has ended. */
  private @Nullable Runnable afterTurn;

  /** Whether the event loop runs it right now. Written by the loop, or by who takes the loop. */
  private volatile boolean onTurn;

  /** How often it has held its carrier for long. */
  private int holds;

  /** Until when it stays off its loop; 0 if it never was. */
  private volatile long exiledUntil;

  CarriedThread(CarrierLoop loop, JdkThreads threads, Runnable task, Runnable afterTurn) {
    this.loop = loop;
    this.elsewhere = threads.defaultScheduler();
    this.afterTurn = afterTurn;
    this.thread = threads.newThread(this, task);
  }

  void start() {
    thread.start();
  }

  /** Called by the JDK when the thread, or one that inherited from it, may go on. Any thread. */
  @Override
  public void execute(Runnable runnable) {
    if (continuation == null) {
      continuation = runnable;
    }
    if (!runnable.equals(continuation) || isExiled()) {
      elsewhere.execute(runnable);
    } else {
      loop.submit(this);
    }
  }

  private boolean isExiled() {
    long until = exiledUntil;
    return until != 0 && System.nanoTime() - until < 0;
  }

  /** Puts it into the queue of what may go on. The loop's thread only. */
  @Override
  public void run() {
    loop.enqueue(this);
  }

  /** It is about to run. The loop's thread only, before the loop can be taken from it. */
  void turnBegins() {
    onTurn = true;
  }

  /** Runs it until it parks or ends. The loop's thread only. */
  void turn() {
    Objects.requireNonNull(continuation).run();
  }

  /** Its turn ended where it began. The loop's thread only. */
  void turnEnded() {
    onTurn = false;
    takeOutput();
  }

  /** It has held its carrier for so long that the loop goes on without it. */
  void taken() {
    onTurn = false;
    // Either the thread sees that it is not on turn any more, or its output is seen below.
    VarHandle.fullFence();
    exiledUntil = System.nanoTime() + (FIRST_EXILE_NANOS << Math.min(holds, MOST_DOUBLINGS)) | 1;
    holds++;
    takeOutput();
  }

  /** The loop has ended: whatever is left to do is done elsewhere. */
  void moveAway() {
    exiledUntil = Long.MAX_VALUE;
    elsewhere.execute(Objects.requireNonNull(continuation));
  }

  /** Where it is, for the log. */
  String stack() {
    return Arrays.stream(thread.getStackTrace())
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n  at ", thread + "\n  at ", ""));
  }

  private void takeOutput() {
    var action = afterTurn;
    if (action != null) {
      action.run();
    }
  }

  @Override
  public Thread thread() {
    return thread;
  }

  @Override
  public boolean isOnLoop() {
    return onTurn && Thread.currentThread() == thread;
  }

  /** Forgets the connection: threads that inherited this scheduler may outlive it. */
  @Override
  public void ended() {
    afterTurn = null;
  }
}
