package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.test.TestClient;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How the guide starts and ends. */
class GuideLifeTest {
  @Test
  void closesConnectionsWith1012AndExitsWith0OnSigterm() throws InterruptedException {
    try (var guide = GuideProcess.start();
        var client = TestClient.to(guide.uri())) {
      var echo = client.websocket("/ws");
      var ticker = client.websocket("/ws/ticker?seconds=60");
      var room = client.websocket("/ws/rooms/a");
      echo.sendText("up");
      assertThat(echo.receiveText()).isEqualTo("Echo: up");

      guide.terminate();

      echo.expectClose(1012);
      ticker.expectClose(1012);
      room.expectClose(1012);
      assertThat(guide.exitCode()).as(guide.output()).isZero();
    }
  }

  @Test
  void printsNoWarningAtStart() throws InterruptedException {
    try (var guide = GuideProcess.start()) {
      guide.uri();
      guide.terminate();
      guide.exitCode();

      assertThat(guide.output().toLowerCase(Locale.ROOT)).doesNotContain("warn");
    }
  }
}
