package dev.parley.benchmarks.million;

import dev.parley.CloseReason;
import dev.parley.Headers;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.Room;
import dev.parley.Rooms;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.internal.app.BareEngine;
import dev.parley.internal.connection.ConnectionTask;
import dev.parley.internal.connection.HandlerThreads;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.loop.CarrierLoops;
import dev.parley.internal.netty.Engine;
import dev.parley.internal.protocol.FrameWriter;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Connections in memory on the event loops of one server, all in one room. */
final class Crowd {
  private static final int OPENED_AT_ONCE = 1_000;
  private static final int FED_AT_ONCE = 64;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long NAP_NANOS = 200_000;
  private static final byte[] CLOSE =
      FrameWriter.masked(FrameWriter.close(CloseReason.of(1000, "")), 0x9d3b61c4);

  private final AtomicReference<@Nullable Room> room = new AtomicReference<>();
  private final Engine engine;

  /** The lines of each event loop; touched by one thread at a time. */
  private final Map<MemoryLine.Loop, List<MemoryLine>> lines = new LinkedHashMap<>();

  /**
   * Starts event loops.
   *
   * @param most how many connections may be open
   */
  Crowd(int most) {
    engine =
        BareEngine.of(
            Parley.create()
                .config(config ->
                    config
                        .maxConnections(most)
                        .limits(limits -> limits.maxConnectionsPerAddress(most)))
                .routes(new Routes(room)));
    int loopCount = Runtime.getRuntime().availableProcessors();
    var loops = new CarrierLoops(loopCount, LocalIoHandler.newFactory());
    for (EventExecutor loop : loops) {
      var context = new LoopContext(loop, (HandlerThreads) loop, engine.settings(), loopCount);
      lines.put(new MemoryLine.Loop(context), new ArrayList<>());
    }
  }

  /** What the handlers do: the echo of the benchmarks, in a room. */
  record Routes(AtomicReference<@Nullable Room> joined) {
    @WebSocketRoute("/ws/room")
    void room(WebSocket ws, Rooms rooms) {
      var room = rooms.room("all");
      joined.set(room);
      try (var _ = room.join(ws)) {
        for (var message : ws.messages()) {
          if (message instanceof Message.Text(var text)) {
            ws.sendText(text);
          }
        }
      }
    }
  }

  private Room room() {
    return Objects.requireNonNull(room.get());
  }

  int members() {
    var joined = room.get();
    return joined == null ? 0 : joined.size();
  }

  /** How many messages all clients have received. */
  long messages() {
    return lines.keySet().stream().mapToLong(MemoryLine.Loop::messages).sum();
  }

  /** How many pings all clients have answered. */
  long pings() {
    return lines.keySet().stream().mapToLong(MemoryLine.Loop::pings).sum();
  }

  /** Has every connection check its deadlines, as the server does each second. */
  void sweep() {
    long now = System.nanoTime();
    lines.keySet().forEach(loop -> loop.execute(() -> loop.context().sweep(now)));
  }

  /** Opens connections, the same number on each event loop, until all have joined the room. */
  void open(int count) throws InterruptedException {
    int each = count / lines.size();
    for (int done = 0; done < each; done += OPENED_AT_ONCE) {
      int from = done;
      int number = Math.min(OPENED_AT_ONCE, each - done);
      onEachLoop((loop, opened) -> {
        for (int i = 0; i < number; i++) {
          opened.add(open(loop, from + i));
        }
      });
    }
    await(() -> members() == each * lines.size());
  }

  /** What the network does after it has read a handshake. */
  private MemoryLine open(MemoryLine.Loop loop, int number) {
    var head =
        new RequestHead(
            "GET", "/ws/room", "ws", headers(number), RequestLine.PLAIN, address(number));
    var opening = new OpeningHandshake.Proper("dGhlIHNhbXBsZSBub25jZQ==");
    if (!(engine.decide(head, opening) instanceof Engine.Decision.Serve(var request))) {
      throw new IllegalStateException("A handshake was refused.");
    }
    var line = new MemoryLine(loop);
    var connection =
        ConnectionTask.prepare(line, loop.context(), engine.settings(), request, engine.services());
    line.start(connection);
    connection.begin();
    return line;
  }

  private static InetSocketAddress address(int number) {
    try {
      byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
      return new InetSocketAddress(InetAddress.getByAddress(bytes), 1_024 + number % 60_000);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a client sends, in strings of their own as if it had been read. */
  private static Headers headers(int number) {
    return Headers.of(
        List.of(
            field("Host", "chat.example.com"),
            field("Connection", "Upgrade"),
            field("Upgrade", "websocket"),
            field("Origin", "http://chat.example.com"),
            field("Sec-WebSocket-Version", "13"),
            field("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            field("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Sample/" + number % 10)));
  }

  private static Map.Entry<String, String> field(String name, String value) {
    return Map.entry(copy(name), copy(value));
  }

  @SuppressWarnings("StringOperationCanBeSimplified")
  private static String copy(String text) {
    return new String(text.toCharArray());
  }

  /** Has every connection say something and leave. */
  void leave() throws InterruptedException {
    onEachLoop((_, opened) -> {
      opened.forEach(line -> {
        line.receive(MemoryLine.FROM_CLIENT);
        line.receive(CLOSE);
      });
      opened.clear();
    });
    await(() -> members() == 0);
  }

  /** Publishes one message and waits until every connection has got it. */
  void publish() {
    long target = messages() + members();
    room().publish(MemoryLine.MESSAGE);
    await(() -> messages() >= target);
  }

  /** Fails unless every single connection has received so many messages. */
  void requireMessages(int each) {
    for (var ofLoop : lines.values()) {
      for (var line : ofLoop) {
        if (line.messages() != each) {
          throw new IllegalStateException(
              "A connection has " + line.messages() + " messages; expected " + each + ".");
        }
      }
    }
  }

  /** For some time every connection in turn gets a message and echoes it, on all event loops. */
  void talk(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    var ended = new CountDownLatch(lines.size());
    lines.forEach((loop, ofLoop) -> loop.execute(() -> feed(loop, ofLoop, 0, end, ended)));
    ended.await();
  }

  private static void feed(
      MemoryLine.Loop loop, List<MemoryLine> ofLoop, int from, long end, CountDownLatch ended) {
    int next = from;
    for (int i = 0; i < FED_AT_ONCE; i++) {
      ofLoop.get(next).receive(MemoryLine.FROM_CLIENT);
      next = next + 1 == ofLoop.size() ? 0 : next + 1;
    }
    if (System.nanoTime() - end < 0) {
      int continued = next;
      loop.execute(() -> feed(loop, ofLoop, continued, end, ended));
    } else {
      ended.countDown();
    }
  }

  private interface OnLoop {
    void run(MemoryLine.Loop loop, List<MemoryLine> ofLoop);
  }

  /** Does something on all event loops at once and waits for it. */
  private void onEachLoop(OnLoop action) throws InterruptedException {
    var done = new CountDownLatch(lines.size());
    lines.forEach((loop, ofLoop) ->
        loop.execute(() -> {
          action.run(loop, ofLoop);
          done.countDown();
        }));
    done.await();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long limit = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() - limit > 0) {
        throw new IllegalStateException("Nothing has come for two minutes.");
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
