package dev.parley.benchmarks.jmh;

import dev.parley.CompressionMode;
import dev.parley.Parley;
import dev.parley.Room;
import dev.parley.Server;
import dev.parley.ServerConfig;
import dev.parley.benchmarks.jmh.RoomBenchmark.Routes;
import dev.parley.internal.deflate.Deflation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A room whose publications are compressed: one operation is one delivery to one member. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompressedRoomBenchmark {
  private static final int MEMBERS = 500;
  private static final int BYTES = 4_096;

  /** Whether publications are compressed. */
  @Param({"OFF", "MESSAGE", "CONTEXT"})
  public CompressionMode mode;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final List<Wire> members = new ArrayList<>();
  private final AtomicReference<@Nullable Room> room = new AtomicReference<>();
  private String text = "";
  private int frameBytes;
  private @Nullable Server server;

  /** Measures without compression unless told otherwise. */
  public CompressedRoomBenchmark() {
    mode = CompressionMode.OFF;
  }

  /** Starts a server and has all members join. */
  @Setup
  public void start() throws IOException {
    byte[] frame = ChatMessages.frames(BYTES)[0];
    text = new String(frame, frame.length - BYTES, BYTES, StandardCharsets.US_ASCII);
    frameBytes = compressed(frame).length;
    server =
        Parley.create()
            .config(config ->
                config
                    .host("127.0.0.1")
                    .port(0)
                    .compression(options -> options.compressionMode(mode)))
            .routes(new Routes(room))
            .start();
    for (int i = 0; i < MEMBERS; i++) {
      var member = Wire.openWithDeflate(server.port(), "/room", buffer);
      member.await(2 + "joined".length());
      members.add(member);
    }
  }

  private byte[] compressed(byte[] frame) {
    var options =
        ServerConfig.builder().compression(chosen -> chosen.compressionMode(mode)).build();
    return Deflation.of(options.compression())
        .flatMap(deflation -> deflation.agree(List.of("permessage-deflate"), Runnable::run))
        .map(agreed -> agreed.messages().compress(frame))
        .orElse(frame);
  }

  /** Ends all. */
  @TearDown
  public void stop() {
    members.forEach(Wire::close);
    if (server != null) {
      server.close();
    }
    System.out.printf("%n%d bytes became %d%n", BYTES, frameBytes);
  }

  /** One publication to all, until all have it. */
  @Benchmark
  @OperationsPerInvocation(MEMBERS)
  public void publish() throws IOException {
    Objects.requireNonNull(room.get()).publish(text);
    for (var member : members) {
      member.await(frameBytes);
    }
  }
}
