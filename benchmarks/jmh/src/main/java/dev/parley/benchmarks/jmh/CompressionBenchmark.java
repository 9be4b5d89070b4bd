package dev.parley.benchmarks.jmh;

import dev.parley.CompressionMode;
import dev.parley.ServerConfig;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.deflate.ContextDeflation;
import dev.parley.internal.deflate.Deflation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to compress a message that is sent, and what is left of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CompressionBenchmark {
  /** How long messages are. */
  @Param({"128", "1024", "8192"})
  public int bytes;

  /** How hard is tried. */
  @Param({"1", "6", "9"})
  public int level;

  private byte[][] frames = new byte[0][];
  private @Nullable Deflation deflation;
  private @Nullable AgreedDeflation agreed;
  private @Nullable ContextDeflation context;
  private int next;

  /** Messages that went out, and their bytes. */
  private long messages;

  private long compressedBytes;

  /** Agrees as for a connection. */
  @Setup
  public void agree() {
    frames = ChatMessages.frames(bytes);
    var made =
        Deflation.of(
                ServerConfig.builder()
                    .compression(options ->
                        options
                            .compressionMode(CompressionMode.CONTEXT)
                            .compressionThresholdBytes(0)
                            .compressionLevel(level))
                    .build()
                    .compression())
            .orElseThrow();
    deflation = made;
    agreed = made.agree(List.of("permessage-deflate"), Runnable::run).orElseThrow();
    context = agreed.context();
  }

  /** Frees what was made, and tells what was left of messages. */
  @TearDown
  public void free() {
    Objects.requireNonNull(agreed).close();
    Objects.requireNonNull(deflation).close();
    System.out.printf("%n%d bytes became %d%n", bytes, compressedBytes / Math.max(1, messages));
  }

  private byte[] nextFrame() {
    next = (next + 1) % frames.length;
    return frames[next];
  }

  private byte[] counted(byte[] frame) {
    messages++;
    compressedBytes += frame.length;
    return frame;
  }

  /** Each message by itself. */
  @Benchmark
  public byte[] message() {
    return counted(Objects.requireNonNull(agreed).messages().compress(nextFrame()));
  }

  /** Messages that refer to the ones before. */
  @Benchmark
  public byte[] context() {
    return counted(Objects.requireNonNull(context).compress(nextFrame()));
  }
}
