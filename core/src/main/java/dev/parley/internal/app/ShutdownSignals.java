package dev.parley.internal.app;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT as a request to shut down in order, after which the process ends with 0. A
 * shutdown hook could not do that: the JVM would end with 143.
 */
final class ShutdownSignals {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.server");
  private static final int FORCED = 130;
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private ShutdownSignals() {}

  /**
   * Runs an action on a thread of its own at the first signal; the second one ends the process at
   * once.
   */
  static void onSignal(Runnable action) {
    for (var name : List.of("TERM", "INT")) {
      handle(name, action);
    }
  }

  /** Tells whether a signal has come. */
  static boolean isAsked() {
    return ASKED.get();
  }

  // jdk.unsupported has the only API for signals; by reflection, as javac warns of it without
  // remedy.
  private static void handle(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  signalled(action);
                  return null;
                }
                return method.getName().equals("hashCode") ? (Object) 0 : false;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
    } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
      LOG.debug("SIG{} cannot be handled here; the JVM's own way applies", name, unsupported);
      Runtime.getRuntime().addShutdownHook(new Thread(action));
    }
  }

  private static void signalled(Runnable action) {
    if (ASKED.compareAndSet(false, true)) {
      Thread.ofPlatform().name("parley-shutdown").start(action);
    } else {
      Runtime.getRuntime().halt(FORCED);
    }
  }
}
