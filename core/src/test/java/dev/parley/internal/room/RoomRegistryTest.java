package dev.parley.internal.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.CloseReason;
import dev.parley.Json;
import dev.parley.Member;
import dev.parley.RoomOptions;
import dev.parley.Rooms;
import dev.parley.SlowPolicy;
import dev.parley.WebSocket;
import dev.parley.broker.Broker;
import dev.parley.broker.Publication;
import dev.parley.internal.json.JacksonCodec;
import dev.parley.internal.time.SystemTime;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms over real event loops (single threads) and lines that take as much as a test says. */
class RoomRegistryTest {
  private final ExecutorService loopA = Executors.newSingleThreadExecutor();
  private final ExecutorService loopB = Executors.newSingleThreadExecutor();

  @AfterEach
  void endLoops() {
    loopA.shutdownNow();
    loopB.shutdownNow();
  }

  // --- membership ---

  @Test
  void publishesToEveryMemberOnEveryLoop() {
    var rooms = rooms(Map.of());
    var ann = new Line("ann", loopA);
    var bob = new Line("bob", loopB);
    rooms.room("r").join(ann.socket());
    var seat = rooms.room("r").join(bob.socket());

    seat.publish("to all");
    seat.publishToOthers("to others");
    rooms.room("r").publish(new byte[] {1, 2});
    rooms.room("r").publish(Json.object("a", 1));
    rooms.room("elsewhere").publish("nobody there");

    assertThat(ann.got()).containsExactly("to all", "to others", "\u0001\u0002", "{\"a\":1}");
    assertThat(bob.got()).containsExactly("to all", "\u0001\u0002", "{\"a\":1}");
  }

  @Test
  void publishedArrayMayBeUsedAgain() {
    var rooms = rooms(Map.of());
    var ann = new Line("ann", loopA);
    rooms.room("r").join(ann.socket());
    var mayDeliver = new CountDownLatch(1);
    loopA.execute(() -> await(mayDeliver));
    byte[] bytes = {'a', 'b'};

    rooms.room("r").publish(bytes);
    bytes[0] = 'x';
    rooms.room("r").publish(bytes);
    mayDeliver.countDown();

    assertThat(ann.got()).containsExactly("ab", "xb");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void roomLivesFromFirstMemberToLast() {
    var rooms = rooms(Map.of());
    var room = rooms.room("r");
    assertThat(rooms.names()).isEmpty();
    assertThat(room.size()).isZero();
    assertThat(room.members()).isEmpty();

    var first = room.join(new Line("ann", loopA).socket(), "Ann");
    var second = room.join(new Line("bob", loopB).socket());

    assertThat(rooms.names()).containsExactly("r");
    assertThat(room.size()).isEqualTo(2);
    assertThat(room.members())
        .extracting(Member::connectionId, Member::identity)
        .containsExactly(tuple("ann", Optional.of("Ann")), tuple("bob", Optional.empty()));
    assertThat(first.room()).hasToString("Room r");

    first.close();
    first.close();
    assertThat(room.size()).isEqualTo(1);
    second.close();
    assertThat(rooms.names()).isEmpty();
  }

  @Test
  void nothingArrivesAfterLeaving() {
    var rooms = rooms(Map.of());
    var ann = new Line("ann", loopA);
    var seat = rooms.room("r").join(ann.socket());
    rooms.room("r").publish("before");
    ann.got();

    seat.close();
    rooms.room("r").publish("after");

    assertThat(ann.got()).containsExactly("before");
  }

  @Test
  void secondSeatOfOneConnectionIsTheSameMembership() {
    var rooms = rooms(Map.of());
    var ann = new Line("ann", loopA);
    var one = rooms.room("r").join(ann.socket());
    var two = rooms.room("r").join(ann.socket());

    rooms.room("r").publish("once");
    one.close();
    rooms.room("r").publish("still");
    two.close();
    rooms.room("r").publish("gone");

    assertThat(ann.got()).containsExactly("once", "still");
    assertThat(rooms.names()).isEmpty();
  }

  @Test
  void connectionThatEndsLeavesItsRooms() {
    var rooms = rooms(Map.of());
    var ann = new Line("ann", loopA);
    var seat = rooms.room("r").join(ann.socket());
    rooms.room("s").join(ann.socket());
    ann.got();

    ann.end();

    assertThat(rooms.names()).isEmpty();
    seat.close();
    rooms.room("r").publish("too late");
    assertThat(ann.got()).isEmpty();
  }

  @Test
  @Timeout(30)
  void eventLoopsDoNotWaitForThoseWhoJoin() throws InterruptedException {
    var broker = new SlowBroker();
    var rooms = new RoomRegistry(Map.of(), JacksonCodec.create(), SystemTime.INSTANCE, broker);
    var ann = new Line("ann", loopA);
    rooms.room("r").join(ann.socket());
    var bob =
        Thread.startVirtualThread(() -> rooms.room("slow").join(new Line("bob", loopB).socket()));
    broker.asked.await();

    ann.end();

    broker.mayAnswer.countDown();
    bob.join();
    broker.forgot.await();
    assertThat(rooms.names()).containsExactly("slow");
  }

  /** Takes its time for the room "slow". */
  private static final class SlowBroker implements Broker {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final CountDownLatch forgot = new CountDownLatch(1);

    @Override
    public void start(Sink sink) {}

    @Override
    public void publish(String topic, Publication publication) {}

    @Override
    public void subscribe(String topic) {
      if (topic.equals("slow")) {
        asked.countDown();
        RoomRegistryTest.await(mayAnswer);
      }
    }

    @Override
    public void unsubscribe(String topic) {
      forgot.countDown();
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256})
  void refusesNamesThatAreEmptyOrTooLong(int length) {
    assertThatThrownBy(() -> rooms(Map.of()).room("x".repeat(length)))
        .hasMessage("A room's name has " + length + " characters; expected 1 to 255.");
  }

  @Test
  void refusesSocketsOfSomebodyElse() {
    var stranger =
        (WebSocket)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WebSocket.class}, (p, m, a) -> null);

    assertThatThrownBy(() -> rooms(Map.of()).room("r").join(stranger))
        .hasMessage("Only a connection of a Parley server can join a room.");
  }

  // --- slow members ---

  @Test
  void slowMemberIsClosedWith1013AndOthersGetEverything() {
    var rooms = rooms(Map.of("*", RoomOptions.defaults().withMaxQueuedBytes(2_048)));
    var slow = new Line("slow", loopA);
    var quick = new Line("quick", loopA);
    rooms.room("r").join(slow.socket());
    rooms.room("r").join(quick.socket());
    slow.stall();

    for (int i = 0; i < 10; i++) {
      rooms.room("r").publish(("" + i).repeat(500));
    }

    assertThat(quick.got()).hasSize(10);
    assertThat(slow.got()).hasSize(4);
    assertThat(slow.closedWith).isEqualTo(CloseReason.of(1013, "Reading too slowly."));
    assertThat(quick.closedWith).isNull();
  }

  @Test
  void newestIsDroppedWhereThatIsThePolicy() {
    var rooms = rooms(options("r", new SlowPolicy.DropNewest()));
    var slow = new Line("slow", loopA);
    rooms.room("r").join(slow.socket());
    slow.stall();

    publishTen(rooms);
    slow.resume();
    rooms.room("r").publish("later");

    assertThat(slow.firstLetters()).containsExactly("0", "1", "2", "3", "l");
  }

  @Test
  void oldestIsDroppedWhereThatIsThePolicy() {
    var rooms = rooms(options("r", new SlowPolicy.DropOldest()));
    var slow = new Line("slow", loopA);
    rooms.room("r").join(slow.socket());
    slow.stall();

    publishTen(rooms);
    slow.resume();
    rooms.room("r").publish("later");

    assertThat(slow.firstLetters()).containsExactly("0", "1", "8", "9", "l");
  }

  @Test
  void onlyTheLatestOfEachKeyIsKeptWhereThatIsThePolicy() {
    var policy = new SlowPolicy.KeepLatest(message -> key(message.toString()));
    var rooms = rooms(options("prices*", policy));
    var slow = new Line("slow", loopA);
    rooms.room("prices/eur").join(slow.socket());
    slow.stall();
    var room = rooms.room("prices/eur");
    room.publish("x".repeat(900));

    room.publish("a=1" + " ".repeat(200));
    room.publish("b=1" + " ".repeat(200));
    room.publish("no key");
    room.publish("a=2" + " ".repeat(200));
    room.publish("a=3" + " ".repeat(200));
    slow.resume();

    assertThat(slow.got().stream().skip(1).map(String::strip))
        .containsExactly("b=1", "no key", "a=3");
  }

  @Test
  void memberThatLeavesWhileItsBacklogWaitsGetsNothingMore() {
    var rooms = rooms(options("r", new SlowPolicy.DropOldest()));
    var slow = new Line("slow", loopA);
    var seat = rooms.room("r").join(slow.socket());
    slow.stall();
    publishTen(rooms);
    slow.got();

    seat.close();
    slow.resume();

    assertThat(slow.firstLetters()).containsExactly("0", "1");
  }

  @Test
  void whatIsKeptForAMemberCountsUntilItLeavesOrItIsSent() {
    var rooms = rooms(options("r", new SlowPolicy.DropOldest()));
    var slow = new Line("slow", loopA);
    var gone = new Line("gone", loopA);
    rooms.room("r").join(slow.socket());
    var seat = rooms.room("r").join(gone.socket());
    slow.stall();
    gone.stall();

    publishTen(rooms);

    assertThat(slow.kept()).isBetween(1, 1024).isEqualTo(gone.kept());
    seat.close();
    assertThat(gone.kept()).isZero();
    slow.resume();
    assertThat(slow.kept()).isZero();
  }

  @Test
  void backlogThatDoesNotFitAtOnceDrainsStepByStep() {
    var rooms = rooms(options("r", new SlowPolicy.DropOldest()));
    var slow = new Line("slow", loopA);
    rooms.room("r").join(slow.socket());
    slow.stall();
    publishTen(rooms);
    slow.got();

    slow.drainOnce();
    assertThat(slow.firstLetters()).containsExactly("0", "1", "8", "9");
  }

  @Test
  void publicationLargerThanTheLimitReachesMembersForWhomNothingWaits() {
    var rooms = rooms(options("r", new SlowPolicy.Close()));
    var ann = new Line("ann", loopA);
    rooms.room("r").join(ann.socket());

    rooms.room("r").publish("x".repeat(5_000));

    assertThat(ann.got()).singleElement().asString().hasSize(5_000);
  }

  @Test
  void longestPatternThatFitsCounts() {
    var rooms =
        rooms(
            Map.of(
                "*", RoomOptions.defaults().withMaxQueuedBytes(1_024),
                "big*", RoomOptions.defaults().withMaxQueuedBytes(1_000_000),
                "big", RoomOptions.defaults().withMaxQueuedBytes(1_024)));
    var ann = new Line("ann", loopA);
    rooms.room("bigger").join(ann.socket());
    ann.stall();

    for (int i = 0; i < 20; i++) {
      rooms.room("bigger").publish("x".repeat(500));
    }

    assertThat(ann.got()).hasSize(20);
  }

  @Test
  void exactNameCountsMoreThanAnyPattern() {
    var rooms =
        rooms(
            Map.of(
                "big", RoomOptions.defaults().withMaxQueuedBytes(1_024),
                "big*", RoomOptions.defaults().withMaxQueuedBytes(1_000_000)));
    var ann = new Line("ann", loopA);
    rooms.room("big").join(ann.socket());
    ann.stall();

    for (int i = 0; i < 20; i++) {
      rooms.room("big").publish("x".repeat(500));
    }

    assertThat(ann.got()).hasSize(2);
  }

  // --- churn ---

  @Test
  void whoStaysGetsEverythingInOrderWhileOthersComeAndGo() throws Exception {
    var rooms = rooms(Map.of());
    var stays = new Line("stays", loopA);
    rooms.room("r").join(stays.socket());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        var line = new Line("line" + i, i % 2 == 0 ? loopA : loopB);
        threads.submit(() -> {
          for (int n = 0; n < 200; n++) {
            try (var seat = rooms.room("r").join(line.socket())) {
              seat.publish("noise");
            }
          }
        });
      }
      threads.submit(() -> {
        for (int n = 0; n < 1_000; n++) {
          rooms.room("r").publish("#" + n);
        }
      });
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    var numbers = stays.got().stream().filter(text -> text.startsWith("#")).toList();
    assertThat(numbers).hasSize(1_000);
    assertThat(numbers).isEqualTo(IntStream.range(0, 1_000).mapToObj(n -> "#" + n).toList());
    assertThat(stays.got()).hasSize(1_000 + 20 * 200);
    assertThat(rooms.room("r").size()).isEqualTo(1);
  }

  private static Rooms rooms(Map<String, RoomOptions> options) {
    return new RoomRegistry(options, JacksonCodec.create(), SystemTime.INSTANCE);
  }

  private static Map<String, RoomOptions> options(String pattern, SlowPolicy policy) {
    return Map.of(pattern, RoomOptions.defaults().withMaxQueuedBytes(2_048).withSlowPolicy(policy));
  }

  private static void publishTen(Rooms rooms) {
    for (int i = 0; i < 10; i++) {
      rooms.room("r").publish(("" + i).repeat(500));
    }
  }

  private static Object key(String message) {
    int equals = message.indexOf('=');
    return equals < 0 ? null : message.substring(0, equals);
  }
}
