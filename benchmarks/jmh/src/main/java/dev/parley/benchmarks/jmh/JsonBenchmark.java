package dev.parley.benchmarks.jmh;

import dev.parley.internal.json.JacksonCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;

/** Messages as JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonBenchmark {
  /** Messages as a chat has them. */
  public sealed interface ChatMessage {
    /** Comes into a room. */
    record Join(String room, String user) implements ChatMessage {}

    /** Says something. */
    record Say(String room, String text, long number) implements ChatMessage {}
  }

  private static final String SAY =
      "{\"type\":\"say\",\"room\":\"general\",\"text\":\"Good morning, all.\",\"number\":42}";

  private final JacksonCodec codec = JacksonCodec.create();
  private final ChatMessage message = new ChatMessage.Say("general", "Good morning, all.", 42);

  /** Reads a message of a sealed interface. */
  @Benchmark
  public ChatMessage readSealed() {
    return codec.readMessage(SAY, ChatMessage.class);
  }

  /** Reads a message as a tree. */
  @Benchmark
  public JsonNode readTree() {
    return codec.readTree(SAY);
  }

  /** Writes a record. */
  @Benchmark
  public byte[] write() {
    return codec.write(message);
  }
}
