package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.Parley;
import dev.parley.RatePolicy;
import dev.parley.auth.CredentialSource;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import dev.parley.test.TestWebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How fast messages may come. */
class RatesTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  record User(String name) {}

  private static App echo(UnaryOperator<Limits.Builder> limits) {
    return Parley.create()
        .identity(
            User.class, token -> Optional.of(new User(token)), CredentialSource.query("token"))
        .websocket(
            "/ws",
            ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text.length() > 10 ? "" + text.length() : text);
              }
            })
        .websocket(
            "/user",
            ws -> {
              ws.dependency(User.class);
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            })
        .config(config -> config.limits(limits));
  }

  private static void exchange(TestWebSocket ws, String text) {
    ws.sendText(text);
    assertThat(ws.receiveText()).isEqualTo(text);
  }

  @Test
  void delaysMessagesAboveTheRateAndLosesNone() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxMessagesPerSecond(2)));
        var ws = client.websocket("/ws")) {
      client.time().stop();
      exchange(ws, "a");
      exchange(ws, "b");
      ws.sendText("c");
      ws.expectNothing(MOMENT);

      client.time().advance(Duration.ofMillis(501));

      assertThat(ws.receiveText()).isEqualTo("c");
      assertThat(client.server().limitHits(Limit.MESSAGES)).isPositive();
    }
  }

  @Test
  void takesADelayedClientForAlive() {
    try (var client =
            TestClient.overTcp(
                echo(limits -> limits.maxMessagesPerSecond(1))
                    .config(config ->
                        config
                            .heartbeatInterval(Duration.ofSeconds(1))
                            .heartbeatTimeout(Duration.ofSeconds(1))));
        var raw = client.raw("/ws")) {
      client.time().stop();
      for (int i = 0; i < 30; i++) {
        raw.sendText("m" + i);
      }

      client.time().advance(Duration.ofSeconds(20));

      assertThat(client.server().connections()).isEqualTo(1);
    }
  }

  @Test
  void dropsMessagesAboveTheRateWhole() {
    try (var client =
            TestClient.overTcp(
                echo(limits -> limits.maxMessagesPerSecond(2).ratePolicy(RatePolicy.DROP)));
        var ws = client.websocket("/ws")) {
      client.time().stop();
      exchange(ws, "a");
      exchange(ws, "b");
      ws.sendText("lost");
      ws.sendText("x".repeat(200_000));
      ws.expectNothing(MOMENT);

      client.time().advance(Duration.ofSeconds(1));

      exchange(ws, "c");
      assertThat(client.server().limitHits(Limit.MESSAGES)).isEqualTo(2);
    }
  }

  @Test
  void closesWith1008WhoeverSendsAboveTheRate() {
    try (var client =
            TestClient.overTcp(
                echo(limits -> limits.maxMessagesPerSecond(2).ratePolicy(RatePolicy.CLOSE)));
        var ws = client.websocket("/ws")) {
      client.time().stop();
      exchange(ws, "a");
      exchange(ws, "b");
      ws.sendText("c");

      assertThat(ws.expectClose(1008).reason()).isEqualTo("Sending too fast.");
      assertThat(client.server().limitHits(Limit.MESSAGES)).isEqualTo(1);
    }
  }

  @Test
  void delaysBytesAboveTheRateAndTakesALargeMessageWhole() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxBytesPerSecond(10_000)));
        var ws = client.websocket("/ws")) {
      client.time().stop();
      ws.sendText("x".repeat(50_000));
      ws.sendText("after");
      client.time().advance(Duration.ofMillis(100));

      client.time().advance(Duration.ofSeconds(10));

      assertThat(ws.receiveText()).isEqualTo("50000");
      assertThat(ws.receiveText()).isEqualTo("after");
      assertThat(client.server().limitHits(Limit.BYTES)).isPositive();
    }
  }

  @Test
  void dropsMessagesOfBytesAboveTheRate() {
    try (var client =
            TestClient.overTcp(
                echo(limits -> limits.maxBytesPerSecond(1_000).ratePolicy(RatePolicy.DROP)));
        var ws = client.websocket("/ws")) {
      client.time().stop();
      ws.sendText("x".repeat(2_000));
      assertThat(ws.receiveText()).isEqualTo("2000");
      ws.sendText("lost");
      ws.expectNothing(MOMENT);

      client.time().advance(Duration.ofSeconds(3));

      exchange(ws, "back");
      assertThat(client.server().limitHits(Limit.BYTES)).isEqualTo(1);
    }
  }

  @Test
  void closesWith1008WhoeverSendsMoreBytesThanTheRate() {
    try (var client =
            TestClient.overTcp(
                echo(limits -> limits.maxBytesPerSecond(1_000).ratePolicy(RatePolicy.CLOSE)));
        var ws = client.websocket("/ws")) {
      client.time().stop();
      ws.sendText("x".repeat(2_000));
      assertThat(ws.receiveText()).isEqualTo("2000");
      ws.sendText("one more");

      assertThat(ws.expectClose(1008).reason()).isEqualTo("Sending too fast.");
    }
  }

  @Test
  void countsAllConnectionsOfAUserTogether() {
    try (var client =
            TestClient.overTcp(
                echo(limits -> limits.maxMessagesPerSecondPerUser(2).ratePolicy(RatePolicy.DROP)));
        var first = client.websocket("/user?token=ann");
        var second = client.websocket("/user?token=ann");
        var other = client.websocket("/user?token=bob")) {
      client.time().stop();
      exchange(first, "a");
      exchange(second, "b");
      first.sendText("lost");
      first.expectNothing(MOMENT);
      exchange(other, "c");
      exchange(other, "d");

      assertThat(client.server().limitHits(Limit.MESSAGES_PER_USER)).isEqualTo(1);
      second.cut();
      try (var third = client.websocket("/user?token=ann")) {
        third.sendText("lost, too");
        third.expectNothing(MOMENT);
      }
    }
  }

  @Test
  void countsTheBytesOfAUserTogether() {
    try (var client =
            TestClient.overTcp(
                echo(limits ->
                    limits.maxBytesPerSecondPerUser(1_000).ratePolicy(RatePolicy.CLOSE)));
        var first = client.websocket("/user?token=ann");
        var second = client.websocket("/user?token=ann")) {
      client.time().stop();
      exchange(first, "x".repeat(1_000));
      second.sendText("too much");

      second.expectClose(1008);
      assertThat(client.server().limitHits(Limit.BYTES_PER_USER)).isEqualTo(1);
    }
  }

  @Test
  void listensToTheCloseOfADelayedClientOnceItsTurnHasCome() {
    try (var client = TestClient.overTcp(echo(limits -> limits.maxMessagesPerSecond(1)));
        var raw = client.raw("/ws")) {
      client.time().stop();
      raw.sendText("a");
      raw.sendText("b");
      raw.sendHex("88 82 00000000 03e8");
      client.time().advance(Duration.ofSeconds(5));

      var frame = raw.receiveFrame();
      while (frame.opcode() == RawFrame.TEXT) {
        frame = raw.receiveFrame();
      }
      assertThat(frame.opcode()).isEqualTo(RawFrame.CLOSE);
    }
  }
}
