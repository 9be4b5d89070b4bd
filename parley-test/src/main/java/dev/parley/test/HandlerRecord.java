package dev.parley.test;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server's side of one wire has told: who handles it, how that went. */
final class HandlerRecord {
  private static final String INTERNAL = "dev.parley.internal.";

  private final Monitor monitor = new Monitor();

  /**
   * The handler's thread; null until the connection is accepted. Guarded by {@link #monitor}, like
   * the rest.
   */
  private @Nullable Thread thread;

  /** What the handler threw and nothing mapped, until somebody has taken note of it. */
  private @Nullable Throwable failure;

  private boolean opened;
  private boolean ended;

  void opened(Thread handler) {
    monitor.change(() -> {
      opened = true;
      thread = handler;
    });
  }

  void failed(Throwable thrown) {
    monitor.change(() -> failure = thrown);
  }

  void ended() {
    monitor.change(() -> ended = true);
  }

  /** Waits until the server's side of the handshake is over, too; it goes on behind its answer. */
  void awaitOpened(Duration limit) {
    monitor.await(limit, () -> opened);
  }

  /**
   * Waits until the handler and its clean-up have ended. Returns false if they have not in time.
   */
  boolean awaitEnd(Duration limit) {
    return monitor.await(limit, () -> ended);
  }

  /** Waits for what the handler throws; empty if it ended without, or goes on. */
  Optional<Throwable> awaitFailure(Duration limit) {
    monitor.await(limit, () -> failure != null || ended);
    return takeFailure();
  }

  /** Returns what the handler threw, once: whoever takes it answers for it. */
  Optional<Throwable> takeFailure() {
    return monitor.read(() -> {
      var taken = Optional.ofNullable(failure);
      failure = null;
      return taken;
    });
  }

  /** Tells whether a connection was opened that has not ended. */
  boolean isRunning() {
    return monitor.read(() -> opened && !ended);
  }

  /** What the handler is doing, as a sentence; empty if that is not known. */
  String whereabouts() {
    var handler = monitor.read(() -> Optional.ofNullable(thread));
    if (monitor.read(() -> ended)) {
      return "Its handler has ended.";
    }
    return handler.map(HandlerRecord::whereabouts).orElse("");
  }

  private static String whereabouts(Thread handler) {
    String doing = "";
    for (var frame : handler.getStackTrace()) {
      String type = frame.getClassName();
      if (type.startsWith(INTERNAL)) {
        doing = frame.getMethodName() + "()";
      } else if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return "Its handler is at " + frame + (doing.isEmpty() ? "." : ", in " + doing + ".");
      }
    }
    return "";
  }
}
