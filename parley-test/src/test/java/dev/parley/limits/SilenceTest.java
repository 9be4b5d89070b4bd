package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.Parley;
import dev.parley.RoomOptions;
import dev.parley.Rooms;
import dev.parley.Seat;
import dev.parley.test.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Connections on which nothing happens, and those that are in every room. */
class SilenceTest {
  private static App echo(UnaryOperator<Limits.Builder> limits) {
    return Parley.create()
        .websocket(
            "/ws",
            ws -> {
              ws.accept();
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
            })
        .websocket(
            "/push",
            ws -> {
              ws.sendText("hello");
              ws.every(Duration.ofSeconds(20), () -> ws.sendText("tick"));
              ws.receive();
            })
        .websocket(
            "/rooms",
            ws -> {
              var seats = new ArrayList<Seat>();
              for (var name : ws.texts()) {
                if (name.equals("leave")) {
                  seats.removeLast().close();
                } else {
                  seats.add(ws.dependency(Rooms.class).room(name).join(ws));
                }
                ws.sendText("in " + seats.size());
              }
            })
        .rooms("*", RoomOptions.defaults())
        .config(config -> config.limits(limits));
  }

  @Test
  void closesWith1008WhoeverSaysNothingAtFirst() {
    try (var client =
            TestClient.of(echo(limits -> limits.firstMessageTimeout(Duration.ofSeconds(5))));
        var silent = client.websocket("/ws");
        var talking = client.websocket("/ws")) {
      talking.sendText("hi");
      assertThat(talking.receiveText()).isEqualTo("hi");

      client.time().advance(Duration.ofSeconds(4));
      assertThat(silent.closeReason()).isEmpty();
      client.time().advance(Duration.ofSeconds(3));

      assertThat(silent.expectClose())
          .isEqualTo(CloseReason.of(1008, "The first message did not come in time."));
      client.time().advance(Duration.ofMinutes(5));
      talking.sendText("still here");
      assertThat(talking.receiveText()).isEqualTo("still here");
      assertThat(client.server().limitHits(Limit.FIRST_MESSAGE)).isEqualTo(1);
    }
  }

  @Test
  void closesWith1001WhereNoMessageMoves() {
    try (var client = TestClient.of(echo(limits -> limits.idleTimeout(Duration.ofSeconds(30))));
        var silent = client.websocket("/ws");
        var talking = client.websocket("/ws");
        var listening = client.websocket("/push")) {
      assertThat(listening.receiveText()).isEqualTo("hello");
      for (int i = 0; i < 2; i++) {
        client.time().advance(Duration.ofSeconds(20));
        talking.sendText("hi");
        assertThat(talking.receiveText()).isEqualTo("hi");
      }

      assertThat(silent.expectClose()).isEqualTo(CloseReason.of(1001, "No message for too long."));
      talking.sendText("still here");
      assertThat(talking.receiveText()).isEqualTo("still here");
      assertThat(listening.receiveText()).isEqualTo("tick");
      assertThat(client.server().limitHits(Limit.IDLE)).isEqualTo(1);
    }
  }

  @Test
  void closesWith1008WhoeverJoinsTooManyRooms() {
    try (var client = TestClient.of(echo(limits -> limits.maxRoomsPerConnection(2)));
        var ws = client.websocket("/rooms")) {
      for (var step : new String[] {"a", "b", "leave", "c", "c"}) {
        ws.sendText(step);
        assertThat(ws.receiveText()).startsWith("in ");
      }
      ws.sendText("d");

      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1008, "In too many rooms."));
      assertThat(client.server().limitHits(Limit.ROOMS_PER_CONNECTION)).isEqualTo(1);
    }
  }
}
