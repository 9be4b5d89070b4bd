package dev.parley.benchmarks.jmh;

import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.PathParam;
import dev.parley.QueryParam;
import dev.parley.Server;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.internal.protocol.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/**
 * Whole connections over loopback. The client allocates nothing in an echo, so that
 * gc.alloc.rate.norm is what the server allocates for each message; time is that of both sides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConnectionBenchmark {
  private static final int IN_FLIGHT = 16;
  private static final String MESSAGE = "Good morning, all. How are you? ";

  private final ByteBuffer one = frames(1);
  private final ByteBuffer several = frames(IN_FLIGHT);
  private final int replyBytes = FrameWriter.text(MESSAGE).length;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private @Nullable Server server;
  private @Nullable Wire wire;

  private static ByteBuffer frames(int count) {
    byte[] frame = FrameWriter.masked(FrameWriter.text(MESSAGE), 0x9d3b61c4);
    var all = ByteBuffer.allocateDirect(count * frame.length);
    for (int i = 0; i < count; i++) {
      all.put(frame);
    }
    return all;
  }

  /** Starts a server and connects. */
  @Setup
  public void start() {
    server =
        Parley.create()
            .config(config -> config.host("127.0.0.1").port(0))
            .routes(new Routes())
            .start();
    wire = Wire.open(server.port(), "/echo", buffer);
  }

  /** What the server serves. */
  static final class Routes {
    @WebSocketRoute("/echo")
    void echo(WebSocket ws) {
      for (var message : ws.messages()) {
        if (message instanceof Message.Text(var text)) {
          ws.sendText(text);
        }
      }
    }

    @WebSocketRoute("/rooms/{room}/{number}")
    void bound(
        WebSocket ws,
        @PathParam("room") String room,
        @PathParam("number") int number,
        @QueryParam("token") Optional<String> token) {
      ws.accept();
      ws.sendText(room + number + token.orElse(""));
    }
  }

  /** Ends both. */
  @TearDown
  public void stop() {
    wire().close();
    if (server != null) {
      server.close();
    }
  }

  private Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("Not connected.");
    }
    return wire;
  }

  /** One message of 32 bytes there and back. */
  @Benchmark
  public void echo() throws IOException {
    wire().send(one);
    wire().await(replyBytes);
  }

  /** The same with 16 under way. */
  @Benchmark
  @OperationsPerInvocation(IN_FLIGHT)
  public void echoPipelined() throws IOException {
    wire().send(several);
    wire().await(replyBytes * IN_FLIGHT);
  }

  /** A handshake with three bound parameters, one message, and the end. */
  @Benchmark
  public void handshakeWithParameters() throws IOException {
    if (server == null) {
      throw new IllegalStateException("Not started.");
    }
    try (var other = Wire.open(server.port(), "/rooms/general/42?token=abc123", buffer)) {
      other.await(2 + "general42abc123".length());
    }
  }
}
