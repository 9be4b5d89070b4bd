package dev.parley.internal.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A logger for event loops, which never waits: another thread writes its entries, in their order.
 *
 * <p>A logger makes its callers wait for each other, and a handler that waits for it needs its
 * event loop to go on. Were the loop to wait behind that handler, neither would ever move.
 */
public final class LoopLog {
  private static final LogWriter WRITER = new LogWriter();

  private final Logger logger;

  private LoopLog(Logger logger) {
    this.logger = logger;
  }

  /** Makes a log of a name. */
  public static LoopLog of(String name) {
    return new LoopLog(LoggerFactory.getLogger(name));
  }

  /** Tells whether entries of a level are written at all. */
  public boolean isEnabled(Level level) {
    return logger.isEnabledForLevel(level);
  }

  /** Writes an entry of level TRACE; see {@link #log}. */
  public void trace(String text, @Nullable Object... arguments) {
    log(Level.TRACE, text, arguments);
  }

  /** Writes an entry of level DEBUG; see {@link #log}. */
  public void debug(String text, @Nullable Object... arguments) {
    log(Level.DEBUG, text, arguments);
  }

  /** Writes an entry of level WARN; see {@link #log}. */
  public void warn(String text, @Nullable Object... arguments) {
    log(Level.WARN, text, arguments);
  }

  /** Writes an entry of level ERROR; see {@link #log}. */
  public void error(String text, @Nullable Object... arguments) {
    log(Level.ERROR, text, arguments);
  }

  /**
   * Has an entry written soon. Any thread; never blocks.
   *
   * @param text the text, with {@code {}} for each argument
   * @param arguments what stands there, turned into text at once; an exception may come last
   */
  private void log(Level level, String text, @Nullable Object... arguments) {
    if (!isEnabled(level)) {
      return;
    }
    for (int i = 0; i < arguments.length; i++) {
      if (!(arguments[i] instanceof Throwable)) {
        arguments[i] = String.valueOf(arguments[i]);
      }
    }
    WRITER.write(() -> logger.atLevel(level).log(text, arguments));
  }
}
