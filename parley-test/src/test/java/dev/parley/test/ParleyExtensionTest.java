package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import dev.parley.App;
import dev.parley.Parley;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Clients as parameters of tests, and what is found behind them. */
class ParleyExtensionTest {
  private static App app() {
    return Parley.create()
        .websocket("/ws", ws -> ws.sendText(ws.dependency(String.class)))
        .provide(String.class, "production");
  }

  @Nested
  class InMemory {
    @RegisterExtension
    static final ParleyExtension PARLEY = ParleyExtension.of(ParleyExtensionTest::app);

    @Test
    void givesAClient(TestClient client) {
      try (var ws = client.websocket("/ws")) {
        assertThat(ws.receiveText()).isEqualTo("production");
      }
    }

    @Test
    void closesWhatATestLeavesOpen(TestClient client) {
      client.websocket("/ws");
    }

    @Test
    void asksNothingOfTestsWithoutAClient() {
      assertThat(PARLEY).isNotNull();
    }
  }

  @Nested
  class OverTcp {
    @RegisterExtension
    static final ParleyExtension PARLEY =
        ParleyExtension.overTcp(ParleyExtensionTest::app)
            .with(client -> client.override(String.class, "test"))
            .with(client -> client.deadline(Duration.ofSeconds(3)));

    @Test
    void givesAClientWithItsOptions(TestClient client) {
      try (var ws = client.websocket("/ws")) {
        assertThat(ws.receiveText()).isEqualTo("test");
        assertThat(client.deadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(client.server().port()).isPositive();
      }
    }
  }

  @Test
  void findsAThreadThatATestLeftBehind() {
    var stubborn = new Stubborn();
    App app =
        Parley.create()
            .websocket("/ws", stubborn)
            .config(config ->
                config
                    .shutdownGrace(Duration.ofMillis(10))
                    .cleanupGrace(Duration.ofMillis(10))
                    .closeTimeout(Duration.ofMillis(10)));
    var check = new LeakCheck();
    var client = TestClient.of(app);
    client.raw("/ws");
    assertThatThrownBy(client::close).isInstanceOf(AssertionError.class);

    assertThatThrownBy(check::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("dev.parley.test.Stubborn.stay");
    stubborn.release();
  }

  @Test
  void findsABufferThatNobodyReleased() {
    var check = new LeakCheck();
    // What it logs would look as if the build itself had leaked.
    var log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    log.setAdditive(false);
    try {
      forgetABuffer();

      assertThatThrownBy(check::close)
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("The tests left behind:");
      new LeakCheck().close();
    } finally {
      log.setAdditive(true);
    }
  }

  private static void forgetABuffer() {
    PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
  }
}
