package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.App;
import dev.parley.CloseReason;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.RoomOptions;
import dev.parley.Rooms;
import dev.parley.SlowPolicy;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import dev.parley.test.TestWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms as clients and HTTP handlers know them, over real sockets. */
class RoomsOverSocketsTest {
  /**
   * More than the buffers of both ends of a line take, so that a peer that does not read is slow.
   */
  private static final int PUBLICATIONS = 400;

  private static final int PUBLICATION_BYTES = 64 * 1024;

  private static TestClient serving(Map<String, RoomOptions> options) {
    var app = Parley.create();
    options.forEach(app::rooms);
    return TestClient.overTcp(chat(app)).deadline(Duration.ofSeconds(20));
  }

  private static App chat(App app) {
    return app.websocket(
        "/chat/{room}",
        ws -> {
          var rooms = ws.dependency(Rooms.class);
          try (var seat = rooms.room(ws.pathParam("room")).join(ws)) {
            ws.sendText("joined");
            for (var message : ws.messages()) {
              switch (message) {
                case Message.Text(var text) when text.equals("fail") ->
                    throw new IllegalStateException("failed on demand");
                case Message.Text(var text) when text.startsWith("others ") ->
                    seat.publishToOthers(text);
                case Message.Text(var text) -> seat.publish(text);
                case Message.Binary(var bytes) -> seat.publish(bytes);
                case Message.Disconnect end -> throw new AssertionError(end);
              }
            }
          }
        });
  }

  private static TestWebSocket join(TestClient client, String room) {
    var ws = client.websocket("/chat/" + room);
    assertThat(ws.receiveText()).isEqualTo("joined");
    return ws;
  }

  @Test
  void membersGetWhatIsPublishedAndOthersWhatIsForOthers() {
    try (var client = serving(Map.of());
        var ann = join(client, "r");
        var bob = join(client, "r");
        var eve = join(client, "elsewhere")) {
      ann.sendText("others hi");
      ann.sendText("to all");
      ann.sendBytes(new byte[] {1, 2});
      client.server().rooms().room("r").publish(Map.of("from", "outside"));

      assertThat(ann.receiveText()).isEqualTo("to all");
      assertThat(ann.receiveBytes()).containsExactly(1, 2);
      assertThat(bob.receiveText()).isEqualTo("others hi");
      assertThat(bob.receiveText()).isEqualTo("to all");
      assertThat(bob.receiveBytes()).containsExactly(1, 2);
      assertThat(bob.receiveText()).isEqualTo("{\"from\":\"outside\"}");
      eve.expectNothing(Duration.ofMillis(50));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "cut", "fail"})
  void connectionLeavesItsRoomHoweverItEnds(String end) {
    try (var client = serving(Map.of());
        var stays = join(client, "r");
        var leaves = join(client, "r")) {
      var room = client.server().rooms().room("r");
      assertThat(room.size()).isEqualTo(2);

      switch (end) {
        case "close" -> leaves.close(1000, "Goodbye");
        case "cut" -> leaves.cut();
        default -> {
          leaves.sendText("fail");
          leaves.expectFailure(IllegalStateException.class);
        }
      }
      awaitSize(client, "r", 1);

      room.publish("for who is left");
      assertThat(stays.receiveText()).isEqualTo("for who is left");
      stays.close(1000, "");
      awaitSize(client, "r", 0);
      assertThat(client.server().rooms().names()).isEmpty();
    }
  }

  @Test
  void connectionLeavesAllItsRoomsAlsoWithoutClosingItsSeats() {
    var app =
        Parley.create()
            .websocket(
                "/wander",
                ws -> {
                  var rooms = ws.dependency(Rooms.class);
                  var first = rooms.room("first").join(ws);
                  rooms.room("second").join(ws);
                  rooms.room("third").join(ws);
                  first.close();
                  rooms.room("fourth").join(ws);
                  ws.sendText("joined");
                  ws.receive();
                });
    try (var client = TestClient.overTcp(app);
        var wanderer = client.websocket("/wander")) {
      assertThat(wanderer.receiveText()).isEqualTo("joined");
      assertThat(client.server().rooms().names())
          .containsExactlyInAnyOrder("second", "third", "fourth");

      wanderer.close(1000, "");

      awaitSize(client, "second", 0);
      awaitSize(client, "third", 0);
      awaitSize(client, "fourth", 0);
    }
  }

  @Test
  void publicationsOfOneThreadArriveInOrderAtEveryMember() {
    try (var client = serving(Map.of())) {
      var members = new ArrayList<TestWebSocket>();
      for (int i = 0; i < 8; i++) {
        members.add(join(client, "r"));
      }

      for (int i = 0; i < 500; i++) {
        client.server().rooms().room("r").publish("#" + i);
      }

      var expected = IntStream.range(0, 500).mapToObj(i -> "#" + i).toList();
      for (var member : members) {
        assertThat(IntStream.range(0, 500).mapToObj(i -> member.receiveText()).toList())
            .isEqualTo(expected);
      }
    }
  }

  // --- slow members ---

  @Test
  void memberThatDoesNotReadIsClosedAndDelaysNobody() {
    try (var client = serving(Map.of());
        var slow = client.raw("/chat/r");
        var quick = join(client, "r")) {
      assertThat(slow.receiveFrame().text()).isEqualTo("joined");
      slow.stopReading();

      publishAndRead(client, quick);

      awaitSize(client, "r", 1);
      slow.resumeReading();
      assertThat(slow.awaitClose()).isEqualTo(CloseReason.of(1013, "Reading too slowly."));
    }
  }

  @Test
  void memberThatDoesNotReadStaysWherePublicationsAreDropped() {
    var oldest = RoomOptions.defaults().withSlowPolicy(new SlowPolicy.DropOldest());
    try (var client = serving(Map.of("r", oldest));
        var slow = client.raw("/chat/r");
        var quick = join(client, "r")) {
      assertThat(slow.receiveFrame().text()).isEqualTo("joined");
      slow.stopReading();

      publishAndRead(client, quick);
      slow.resumeReading();

      var got = numbersUntilLast(slow);
      assertThat(got).isSorted().doesNotHaveDuplicates();
      assertThat(got).hasSizeLessThan(PUBLICATIONS).startsWith(0).endsWith(PUBLICATIONS - 1);
      assertThat(client.server().rooms().room("r").size()).isEqualTo(2);
    }
  }

  /** Publishes numbers while one member reads each of them. */
  private static void publishAndRead(TestClient client, TestWebSocket quick) {
    var room = client.server().rooms().room("r");
    for (int i = 0; i < PUBLICATIONS; i++) {
      room.publish(i + " ".repeat(PUBLICATION_BYTES));
      assertThat(quick.receiveText().strip()).isEqualTo("" + i);
    }
  }

  private static List<Integer> numbersUntilLast(RawClient slow) {
    var got = new ArrayList<Integer>();
    do {
      got.add(Integer.parseInt(slow.receiveFrame().text().strip()));
    } while (got.getLast() < PUBLICATIONS - 1);
    return got;
  }

  private static void awaitSize(TestClient client, String room, int size) {
    var members = client.server().rooms().room(room);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (members.size() != size && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(members.size()).isEqualTo(size);
  }
}
