package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.parley.internal.log.LoopLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** What everybody logs while it is open, Netty included, at every level. */
public final class WholeLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final List<String> NAMES = List.of("dev.parley", "io.netty");

  private static final String MARK = "Mark ";
  private static final AtomicInteger MARKS = new AtomicInteger();

  private final BlockingQueue<String> marks = new LinkedBlockingQueue<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Begins. */
  public WholeLog() {
    start();
    for (var name : NAMES) {
      var logger = (Logger) LoggerFactory.getLogger(name);
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(this);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    var failure =
        Optional.ofNullable(event.getThrowableProxy()).map(ThrowableProxyUtil::asString).orElse("");
    var message = event.getFormattedMessage();
    if (message.startsWith(MARK)) {
      marks.add(message);
      return;
    }
    lines.add(
        event.getLevel()
            + " "
            + event.getLoggerName()
            + " "
            + event.getThreadName()
            + " "
            + message
            + " "
            + failure);
  }

  /**
   * All that was logged before, with stack traces. What event loops log is written by another
   * thread in its order, so what comes behind it is awaited.
   */
  public List<String> lines() {
    var mark = MARK + MARKS.incrementAndGet();
    LoopLog.of("dev.parley").error(mark);
    try {
      assertThat(marks.poll(10, TimeUnit.SECONDS)).isEqualTo(mark);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    for (var name : NAMES) {
      var logger = (Logger) LoggerFactory.getLogger(name);
      logger.detachAppender(this);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
    stop();
  }
}
