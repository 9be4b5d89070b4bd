package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.App;
import dev.parley.Parley;
import dev.parley.test.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How many threads of event loops handlers may hold at once, and what happens then. */
class SpareThreadsTest {
  private static final int MOST_HELD = 256;

  private static final String HANDSHAKE =
      "GET /bad HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

  @TempDir private Path folder;

  private final AtomicInteger holding = new AtomicInteger();
  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.loop");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          warnings.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void readTheLog() {
    assumeTrue(Street.loopsCarryHandlers(), "The JDK's scheduler takes no loop over.");
    appender.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @AfterEach
  void readItNoMore() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private App app(Pipe pipe) {
    return Parley.create()
        .websocket("/good", ws -> ws.sendText(ws.receiveText()))
        .websocket(
            "/bad",
            ws -> {
              ws.accept();
              holding.incrementAndGet();
              pipe.read();
            });
  }

  @Test
  void loopStandsStillWhenTooManyThreadsAreHeldAndGoesOnAfterwards() throws Exception {
    var pipe = Pipe.in(folder);
    try (var client = TestClient.overTcp(app(pipe)).deadline(Duration.ofSeconds(20));
        var oneTooMany = client.raw()) {
      for (int i = 0; i < MOST_HELD; i++) {
        client.raw("/bad");
      }
      Street.await("all hold a thread", () -> holding.get() == MOST_HELD);
      assertThat(warnings).isEmpty();

      oneTooMany.sendPlain(HANDSHAKE);

      assertThat(warnings.poll(20, TimeUnit.SECONDS)).contains("no thread is left");
      pipe.write("x");
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        try (var ws = client.websocket("/good")) {
          ws.sendText("hello");
          assertThat(ws.receiveText()).isEqualTo("hello");
        }
      }
      assertThat(warnings).as("it was said once").isEmpty();
    }
  }
}
