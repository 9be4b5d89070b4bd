package dev.parley.semantics;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What Parley logs while it is open, at every level. */
public final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley");
  private final Level levelBefore = logger.getLevel();
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  /** Begins to record. */
  public RecordedLog() {
    start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  /** The messages at a level or above. */
  public List<String> messages(Level least) {
    return events.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(least))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  List<ILoggingEvent> events() {
    return List.copyOf(events);
  }

  /** Waits for an entry that contains a text: event loops have others write theirs. */
  public void await(Level least, String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < deadline) {
      if (messages(least).stream().anyMatch(line -> line.contains(text))) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("'" + text + "' is not among " + messages(least));
  }

  /** How many lines tell of an exception with a message, be it the cause or suppressed. */
  public long failures(String message) {
    return events.stream()
        .filter(event -> event.getThrowableProxy() != null)
        .filter(event -> ThrowableProxyUtil.asString(event.getThrowableProxy()).contains(message))
        .count();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(levelBefore);
    stop();
  }
}
