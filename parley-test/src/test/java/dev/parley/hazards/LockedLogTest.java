package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.Action;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A lock that handlers and the event loop both want: that of the log. The loop must not wait for
 * it, as a handler that waits before it needs the loop to go on.
 */
class LockedLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley");
  private final Level levelBefore = logger.getLevel();
  private final ReentrantLock lock = new ReentrantLock();
  private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();

  /** As the console is: one after the other, with a lock that virtual threads wait for. */
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        public void doAppend(ILoggingEvent event) {
          lock.lock();
          try {
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage());
          } finally {
            lock.unlock();
          }
        }

        @Override
        protected void append(ILoggingEvent event) {
          throw new AssertionError("Not called.");
        }
      };

  @BeforeEach
  void lockTheLog() {
    appender.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @AfterEach
  void unlockTheLog() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(levelBefore);
  }

  @Test
  void eventLoopDoesNotWaitForTheLogBehindAHandler() throws Exception {
    Action logs = () -> LoggerFactory.getLogger("dev.parley.user").warn("from the handler");
    try (var street = Street.with(logs)) {
      lock.lock();
      try {
        street.begin("it");
        Street.await("the handler waits for the log", lock::hasQueuedThreads);

        street.refuseAnother();

        street.assertNeighboursAreServedMeanwhile();
      } finally {
        lock.unlock();
      }
      street.assertEnds("it");
      street.assertNeighboursAreServed();
    }
    var entries = List.of(next(), next());
    assertThat(entries).contains("dev.parley.user from the handler");
    assertThat(entries).anyMatch(entry -> entry.startsWith("dev.parley.limits Limit CONNECTIONS"));
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(logged.poll(5, TimeUnit.SECONDS));
  }
}
