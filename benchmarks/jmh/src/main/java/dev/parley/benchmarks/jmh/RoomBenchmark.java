package dev.parley.benchmarks.jmh;

import dev.parley.Parley;
import dev.parley.Room;
import dev.parley.Rooms;
import dev.parley.Server;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.internal.protocol.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A room over loopback: one operation is one delivery to one of its members. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoomBenchmark {
  private static final int MEMBERS = 500;
  private static final int PUBLICATIONS = 8;
  private static final String MESSAGE = "Good morning, all. ".repeat(7).substring(0, 128);

  private final int frameBytes = FrameWriter.text(MESSAGE).length;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final List<Wire> members = new ArrayList<>();
  private final AtomicReference<@Nullable Room> room = new AtomicReference<>();
  private @Nullable Server server;

  /** Starts a server and has all members join. */
  @Setup
  public void start() throws IOException {
    server =
        Parley.create()
            .config(config -> config.host("127.0.0.1").port(0))
            .routes(new Routes(room))
            .start();
    for (int i = 0; i < MEMBERS; i++) {
      var member = Wire.open(server.port(), "/room", buffer);
      member.await(2 + "joined".length());
      members.add(member);
    }
  }

  /** What the server serves. */
  record Routes(AtomicReference<@Nullable Room> joined) {
    @WebSocketRoute("/room")
    void room(WebSocket ws, Rooms rooms) {
      var room = rooms.room("room");
      joined.set(room);
      try (var seat = room.join(ws)) {
        ws.sendText("joined");
        ws.receive();
      }
    }
  }

  /** Ends all. */
  @TearDown
  public void stop() {
    members.forEach(Wire::close);
    if (server != null) {
      server.close();
    }
  }

  private Room room() {
    var joined = room.get();
    if (joined == null) {
      throw new IllegalStateException("Nobody has joined.");
    }
    return joined;
  }

  /** One publication to all, until all have it. */
  @Benchmark
  @OperationsPerInvocation(MEMBERS)
  public void publish() throws IOException {
    room().publish(MESSAGE);
    for (var member : members) {
      member.await(frameBytes);
    }
  }

  /** Several publications at once, which may leave in one write for each member. */
  @Benchmark
  @OperationsPerInvocation(MEMBERS * PUBLICATIONS)
  public void publishSeveral() throws IOException {
    for (int i = 0; i < PUBLICATIONS; i++) {
      room().publish(MESSAGE);
    }
    for (var member : members) {
      member.await(frameBytes * PUBLICATIONS);
    }
  }
}
