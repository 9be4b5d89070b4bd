package dev.parley.internal.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What the JDK has, but does not offer: virtual threads with a scheduler of one's own. To be had
 * where {@code java.base} opens {@code java.lang}; the rest of Parley works without.
 */
final class JdkThreads {
  private static final Optional<JdkThreads> INSTANCE = find();

  private final MethodHandle newVirtualThread;
  private final Executor defaultScheduler;

  private JdkThreads(MethodHandle newVirtualThread, Executor defaultScheduler) {
    this.newVirtualThread = newVirtualThread;
    this.defaultScheduler = defaultScheduler;
  }

  /** Returns nothing where the JDK is closed or made otherwise. */
  static Optional<JdkThreads> instance() {
    return INSTANCE;
  }

  private static Optional<JdkThreads> find() {
    try {
      var builders = Class.forName("java.lang.ThreadBuilders");
      var type =
          MethodType.methodType(
              Thread.class, Executor.class, String.class, int.class, Runnable.class);
      var create =
          MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
              .findStatic(builders, "newVirtualThread", type);
      var virtual = Class.forName("java.lang.VirtualThread");
      var scheduler =
          MethodHandles.privateLookupIn(virtual, MethodHandles.lookup())
              .findStatic(virtual, "defaultScheduler", MethodType.methodType(Executor.class));
      startPollers();
      return Optional.of(new JdkThreads(create, (Executor) scheduler.invokeExact()));
    } catch (Throwable closed) {
      return Optional.empty();
    }
  }

  /**
   * The JDK's threads that wait for sockets inherit the scheduler of whoever first needs them,
   * which must not be a connection.
   */
  private static void startPollers() {
    try {
      Class.forName("sun.nio.ch.Poller");
    } catch (ClassNotFoundException otherwise) {
      // Then there are none to start.
    }
  }

  /** Makes a virtual thread whose continuation is given to a scheduler whenever it may go on. */
  Thread newThread(Executor scheduler, Runnable task) {
    try {
      return (Thread) newVirtualThread.invokeExact(scheduler, (String) null, 0, task);
    } catch (Throwable failure) {
      throw new IllegalStateException("A virtual thread could not be made.", failure);
    }
  }

  /** What runs virtual threads that have no scheduler of their own. */
  Executor defaultScheduler() {
    return defaultScheduler;
  }
}
