package dev.parley.internal.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.RoomOptions;
import dev.parley.Seat;
import dev.parley.SlowPolicy;
import dev.parley.broker.Broker;
import dev.parley.broker.Publication;
import dev.parley.internal.json.JacksonCodec;
import dev.parley.internal.time.SystemTime;
import dev.parley.internal.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rooms remember, count and wait for. */
class RoomLimitsTest {
  private static final int HALF_OF_WHAT_MAY_WAIT = 33 * 1024 * 1024;

  private final ExecutorService loop = Executors.newSingleThreadExecutor();

  @AfterEach
  void endLoop() {
    loop.shutdownNow();
  }

  // --- memory ---

  @Test
  void connectionForgetsTheRoomsItHasLeft() {
    var rooms = rooms(RoomOptions.defaults());
    var ann = new Line("ann", loop);

    for (int i = 0; i < 100; i++) {
      rooms.room("r" + i).join(ann.socket()).close();
    }
    rooms.room("stays").join(ann.socket());

    assertThat(ann.remembered()).isEqualTo(1);
  }

  @Test
  void leavingFromTheMiddleKeepsEverybodyElse() {
    var rooms = rooms(RoomOptions.defaults());
    var lines = new ArrayList<Line>();
    var seats = new ArrayList<Seat>();
    for (int i = 0; i < 6; i++) {
      lines.add(new Line("line" + i, loop));
      seats.add(rooms.room("r").join(lines.get(i).socket()));
    }

    for (int leaving : List.of(1, 5, 0, 4)) {
      seats.get(leaving).close();
      rooms.room("r").publish("without " + leaving);
    }

    var all = List.of("without 1", "without 5", "without 0", "without 4");
    assertThat(lines.stream().map(Line::got))
        .containsExactly(
            all.subList(0, 2), List.of(), all, all, all.subList(0, 3), all.subList(0, 1));
  }

  // --- what slow members cost ---

  @Test
  void countsWhatSlowMembersDidNotGet() {
    var small = RoomOptions.defaults().withMaxQueuedBytes(2_048);
    var rooms =
        rooms(
            Map.of(
                "newest", small.withSlowPolicy(new SlowPolicy.DropNewest()),
                "oldest", small.withSlowPolicy(new SlowPolicy.DropOldest()),
                "latest", small.withSlowPolicy(new SlowPolicy.KeepLatest(message -> "key"))),
            SystemTime.INSTANCE);

    assertThat(droppedOfTen(rooms, "newest")).isEqualTo(6);
    assertThat(droppedOfTen(rooms, "oldest")).isEqualTo(6);
    assertThat(droppedOfTen(rooms, "latest")).isEqualTo(7);
    assertThat(rooms.slowMembers().closed()).isZero();
  }

  @Test
  void countsConnectionsThatWereClosedForBeingSlow() {
    var rooms = rooms(RoomOptions.defaults().withMaxQueuedBytes(2_048));

    assertThat(droppedOfTen(rooms, "r")).isZero();

    assertThat(rooms.slowMembers().closed()).isEqualTo(1);
  }

  private long droppedOfTen(RoomRegistry rooms, String name) {
    long before = rooms.slowMembers().dropped();
    var slow = new Line(name, loop);
    rooms.room(name).join(slow.socket());
    slow.stall();
    for (int i = 0; i < 10; i++) {
      rooms.room(name).publish("x".repeat(500));
    }
    slow.got();
    return rooms.slowMembers().dropped() - before;
  }

  // --- publishers that outrun the event loops ---

  @Test
  void publisherWaitsWhileTheLoopsCannotKeepUp() throws Exception {
    var rooms = rooms(RoomOptions.defaults());
    var ann = new Line("ann", loop);
    rooms.room("r").join(ann.socket());
    var goOn = holdTheLoop();
    rooms.room("r").publish(new byte[HALF_OF_WHAT_MAY_WAIT]);
    rooms.room("r").publish(new byte[HALF_OF_WHAT_MAY_WAIT]);

    var interrupted = new CompletableFuture<Boolean>();
    var publisher =
        Thread.ofVirtual()
            .start(() -> {
              rooms.room("r").publish("after the others");
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    publisher.interrupt();
    assertThat(publisher.join(Duration.ofMillis(50))).isFalse();
    goOn.countDown();

    // The interruption was for somebody else: it neither ends the wait nor is lost.
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ann.got()).hasSize(3).last().isEqualTo("after the others");
  }

  @Test
  void publisherIsToldAfterTenSecondsThatNothingWasSent() {
    var rooms = rooms(Map.of(), new LeapingTime());
    var ann = new Line("ann", loop);
    rooms.room("r").join(ann.socket());
    var goOn = holdTheLoop();
    rooms.room("r").publish(new byte[HALF_OF_WHAT_MAY_WAIT]);
    rooms.room("r").publish(new byte[HALF_OF_WHAT_MAY_WAIT]);

    assertThatThrownBy(() -> rooms.room("r").publish("too much"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The event loops did not keep up with publications for 10 s; nothing was sent.");

    goOn.countDown();
    assertThat(ann.got()).hasSize(2);
  }

  private CountDownLatch holdTheLoop() {
    var goOn = new CountDownLatch(1);
    loop.execute(() -> {
      try {
        goOn.await();
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    });
    return goOn;
  }

  /** Four seconds pass whenever somebody looks at it. */
  private static final class LeapingTime implements TimeSource {
    private final AtomicLong seconds = new AtomicLong();

    @Override
    public long nanoTime() {
      return TimeUnit.SECONDS.toNanos(seconds.addAndGet(4));
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void parkUntil(long deadlineNanos) {
      throw new UnsupportedOperationException();
    }
  }

  // --- the broker ---

  @Test
  void brokerIsAskedForTopicsThatHaveMembersHereAndCarriesEverything() {
    var broker = new RecordingBroker();
    var rooms = new RoomRegistry(Map.of(), JacksonCodec.create(), SystemTime.INSTANCE, broker);
    var ann = new Line("ann", loop);
    var bob = new Line("bob", loop);

    rooms.room("r").publish("nobody yet");
    var first = rooms.room("r").join(ann.socket());
    var second = rooms.room("r").join(bob.socket());
    second.publishToOthers("hi");
    first.close();
    second.close();
    second.close();
    rooms.room("r").join(ann.socket());

    assertThat(broker.calls)
        .containsExactly(
            "publish r nobody yet", "subscribe r", "publish r hi", "unsubscribe r", "subscribe r");
    assertThat(ann.got()).containsExactly("hi");
    assertThat(bob.got()).isEmpty();
  }

  /** A broker of one node that remembers what it was asked. */
  private static final class RecordingBroker implements Broker {
    final List<String> calls = new ArrayList<>();
    private Sink sink;

    @Override
    public void start(Sink localMembers) {
      sink = localMembers;
    }

    @Override
    public void publish(String topic, Publication publication) {
      calls.add(
          "publish " + topic + " " + new String(publication.payload(), StandardCharsets.UTF_8));
      sink.deliver(topic, publication);
    }

    @Override
    public void subscribe(String topic) {
      calls.add("subscribe " + topic);
    }

    @Override
    public void unsubscribe(String topic) {
      calls.add("unsubscribe " + topic);
    }

    @Override
    public void close() {}
  }

  private static RoomRegistry rooms(RoomOptions options) {
    return rooms(Map.of("*", options), SystemTime.INSTANCE);
  }

  private static RoomRegistry rooms(Map<String, RoomOptions> options, TimeSource time) {
    return new RoomRegistry(options, JacksonCodec.create(), time);
  }
}
