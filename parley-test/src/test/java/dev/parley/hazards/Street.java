package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Action;
import dev.parley.Parley;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.internal.loop.CarrierLoops;
import dev.parley.test.TestClient;
import dev.parley.test.TestWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** One connection whose handler does something bad, and good ones on every event loop. */
final class Street implements AutoCloseable {
  /** What a good neighbour may feel. A busy machine needs most of it. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(3);

  private static final int ROUNDS = 20;

  private final TestClient client;
  private final List<TestWebSocket> neighbours;
  private final TestWebSocket bad;
  private final AtomicReference<Thread> handler = new AtomicReference<>();

  private volatile boolean isBad;

  private Street(Action deed) {
    client =
        TestClient.overTcp(
            Parley.create().websocket("/good", Street::echo).routes(new Routes(deed)));
    // Connections are dealt to the loops in turn.
    int loops = Runtime.getRuntime().availableProcessors();
    neighbours = IntStream.range(0, 2 * loops).mapToObj(i -> client.websocket("/good")).toList();
    bad = client.websocket("/bad");
    assertNeighboursAreServed();
  }

  /** A handler that does something whenever a message comes. */
  static Street with(Action deed) {
    return new Street(deed);
  }

  /** Whether event loops carry handlers, in this run of the tests. */
  static boolean loopsCarryHandlers() {
    return CarrierLoops.carryHandlers();
  }

  /**
   * The JDK's scheduler has as many threads as there are processors, and a handler that holds the
   * only one stops all of them: nothing is asserted then.
   */
  static void assumeThatAHandlerMayHoldAThread() {
    Assumptions.assumeTrue(
        loopsCarryHandlers() || Runtime.getRuntime().availableProcessors() > 1,
        "The JDK's scheduler has one thread here.");
  }

  private static void echo(WebSocket ws) {
    for (var text : ws.texts()) {
      ws.sendText(text);
    }
  }

  private final class Routes {
    private final Action deed;

    Routes(Action deed) {
      this.deed = deed;
    }

    @WebSocketRoute(value = "/bad", maxConnections = 1)
    void bad(WebSocket ws) throws Exception {
      handler.set(Thread.currentThread());
      for (var text : ws.texts()) {
        ws.sendText("begin " + text);
        isBad = true;
        deed.run();
        isBad = false;
        ws.sendText("end " + text);
      }
    }
  }

  /** Asks for a second connection of the bad kind, which an event loop refuses and logs. */
  void refuseAnother() {
    assertThat(client.connect("/bad").expectRefusal(503).status()).isEqualTo(503);
  }

  /** Has the handler begin. What it sent before reaches its client, whatever it does now. */
  void begin(String text) {
    bad.sendText(text);
    assertThat(bad.receiveText()).isEqualTo("begin " + text);
  }

  /** All others are served in time, on every event loop, while the bad one goes on. */
  void assertNeighboursAreServed() {
    for (int round = 0; round < ROUNDS; round++) {
      for (var neighbour : neighbours) {
        neighbour.sendText("hello " + round);
        assertThat(neighbour.receiveText(MOST_WAIT)).isEqualTo("hello " + round);
      }
    }
  }

  void assertNeighboursAreServedMeanwhile() {
    assertNeighboursAreServed();
    assertThat(isBad).as("the handler has not ended by itself").isTrue();
  }

  /** The handler went on behind what it did. */
  void assertEnds(String text) {
    assertThat(bad.receiveText()).isEqualTo("end " + text);
  }

  /** The virtual thread of the bad handler. */
  Thread handler() {
    return handler.get();
  }

  /** The handler waits, and no thread carries it. */
  void assertNothingCarriesTheHandler() {
    await("no thread carries the handler", () -> carrier(handler()).isEmpty());
  }

  /** The handler keeps a thread, whatever that does. */
  void assertAThreadCarriesTheHandler() {
    await("a thread carries the handler", () -> !carrier(handler()).isEmpty());
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + MOST_WAIT.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  /** Which thread carries a virtual thread; empty if none does. */
  static String carrier(Thread thread) {
    var text = thread.toString();
    return text.contains("@") ? text.substring(text.indexOf('@') + 1) : "";
  }

  @Override
  public void close() {
    client.close();
  }
}
