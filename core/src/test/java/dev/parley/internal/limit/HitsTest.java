package dev.parley.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HitsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.limits");
  private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> log =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event.getFormattedMessage());
        }
      };
  private final FixedTime time = new FixedTime();
  private final List<Limit> observed = new ArrayList<>();
  private final Hits hits = new Hits(time, observed::add);

  @BeforeEach
  void record() {
    log.start();
    logger.setAdditive(false);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void countsEveryHitAndTellsTheObserver() {
    hits.hit(Limit.BYTES, "x");
    hits.hit(Limit.BYTES, "x");
    hits.hit(Limit.IDLE, "x");

    assertThat(hits.count(Limit.BYTES)).isEqualTo(2);
    assertThat(hits.count(Limit.IDLE)).isEqualTo(1);
    assertThat(hits.count(Limit.MESSAGES)).isZero();
    assertThat(observed).containsExactly(Limit.BYTES, Limit.BYTES, Limit.IDLE);
  }

  @Test
  void logsALimitAtMostEveryFiveSecondsAndSaysHowOftenMeanwhile() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      hits.hit(Limit.BYTES, "x");
    }
    hits.hit(Limit.IDLE, "y");
    time.advance(Duration.ofSeconds(5));
    hits.hit(Limit.BYTES, "z");

    assertThat(logged.poll(5, TimeUnit.SECONDS))
        .isEqualTo("Limit BYTES took effect for x; 1 times since the line before, 1 in all");
    assertThat(logged.poll(5, TimeUnit.SECONDS))
        .isEqualTo("Limit IDLE took effect for y; 1 times since the line before, 1 in all");
    assertThat(logged.poll(5, TimeUnit.SECONDS))
        .isEqualTo("Limit BYTES took effect for z; 1000 times since the line before, 1001 in all");
    assertThat(logged).isEmpty();
  }
}
