package dev.parley.robustness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process of well-behaved clients: connections that echo at a fixed rate, and clients that come
 * new. Times count from when something was due, not from when it could be done, so that a server
 * that stalls does not hide it by being asked less.
 *
 * <p>{@code begin} begins a measurement, {@code report} ends it and prints a {@link Health}.
 */
final class HealthyClient {
  private static final int NEWCOMER_MILLIS = 200;

  /** How long it waits between its connections: nobody well-behaved opens all at once. */
  private static final int BETWEEN_CONNECTIONS_MILLIS = 100;

  private static final int PATIENCE_MILLIS = 5_000;
  private static final long UNANSWERED_NANOS = 1_000_000_000L;

  private final int port;
  private final long intervalNanos;
  private final List<Echo> echoes = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> echoNanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> newcomerNanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> httpNanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile long begunAt = Long.MAX_VALUE;

  private HealthyClient(int port, int connections, int messagesPerSecond) throws IOException {
    this.port = port;
    this.intervalNanos = 1_000_000_000L / messagesPerSecond;
    for (int i = 0; i < connections; i++) {
      echoes.add(new Echo());
      Pause.millis(BETWEEN_CONNECTIONS_MILLIS);
    }
  }

  /** Arguments: the port, how many connections, how many messages per second they send together. */
  static void main(String[] arguments) throws IOException {
    var client =
        new HealthyClient(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    client.start();
    System.out.println("ready");
    var json = JsonMapper.builder().build();
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("begin")) {
        client.begin();
        System.out.println("begun");
      } else {
        System.out.println(json.writeValueAsString(client.report()));
      }
    }
    System.exit(0);
  }

  private void start() {
    Thread.ofPlatform().daemon().start(this::sendAll);
    Thread.ofPlatform().daemon().start(() -> comeNew(this::visit, newcomerNanos));
    Thread.ofPlatform().daemon().start(() -> comeNew(this::request, httpNanos));
  }

  private void begin() {
    begunAt = System.nanoTime();
    lost.set(0);
    for (var measured : List.of(echoNanos, newcomerNanos, httpNanos, failures)) {
      measured.clear();
    }
  }

  private Health report() {
    long now = System.nanoTime();
    var unanswered = echoes.stream().flatMap(echo -> echo.awaited.stream()).toList();
    var answered = echoNanos.stream().mapToLong(Long::longValue);
    var ages = unanswered.stream().filter(due -> due >= begunAt).mapToLong(due -> now - due);
    Map<String, Long> failed = new TreeMap<>();
    failures.forEach(failure -> failed.merge(failure, 1L, Long::sum));
    return new Health(
        Latency.ofNanos(LongStream.concat(answered, ages).toArray()),
        (int) unanswered.stream().filter(due -> now - due > UNANSWERED_NANOS).count(),
        lost.get(),
        Latency.ofNanos(newcomerNanos.stream().mapToLong(Long::longValue).toArray()),
        Latency.ofNanos(httpNanos.stream().mapToLong(Long::longValue).toArray()),
        failed);
  }

  private void sendAll() {
    byte[] message = Frames.frame(Frames.TEXT, Frames.ascii("0123456789abcdef0123456789abcdef"));
    long due = System.nanoTime();
    for (int i = 0; true; i++) {
      due += intervalNanos;
      Pause.until(due);
      echoes.get(i % echoes.size()).send(due, message);
    }
  }

  private interface Visit {
    void pay() throws IOException;
  }

  private void comeNew(Visit visit, ConcurrentLinkedQueue<Long> measured) {
    long due = System.nanoTime();
    while (true) {
      due = Math.max(due + NEWCOMER_MILLIS * 1_000_000L, System.nanoTime() - 1_000_000_000L);
      Pause.until(due);
      try {
        visit.pay();
        if (due >= begunAt) {
          measured.add(System.nanoTime() - due);
        }
      } catch (IOException failure) {
        failures.add("newcomer: " + failure.getMessage());
      }
    }
  }

  private void visit() throws IOException {
    try (var line = Line.open(port, "/ws/echo", PATIENCE_MILLIS)) {
      line.timeout(PATIENCE_MILLIS);
      line.write(Frames.frame(Frames.TEXT, Frames.ascii("new")));
      line.readMessage();
      line.write(Frames.close(1000, new byte[0]));
    }
  }

  private void request() throws IOException {
    var answer = Line.get(port, "/hello", PATIENCE_MILLIS);
    if (!answer.startsWith("HTTP/1.1 200")) {
      throw new IOException(answer);
    }
  }

  /** One connection that echoes; it comes back when it is lost. */
  private final class Echo {
    /** When the messages whose echo is awaited were due. */
    private final ConcurrentLinkedQueue<Long> awaited = new ConcurrentLinkedQueue<>();

    private volatile Line line;

    Echo() throws IOException {
      line = Line.open(port, "/ws/echo", PATIENCE_MILLIS);
      Thread.ofPlatform().daemon().start(this::receiveAll);
    }

    void send(long due, byte[] message) {
      awaited.add(due);
      try {
        line.write(message);
      } catch (IOException gone) {
        // The reading thread notices, too.
      }
    }

    private void receiveAll() {
      while (true) {
        try {
          line.readMessage();
          var due = awaited.poll();
          if (due != null && due >= begunAt) {
            echoNanos.add(System.nanoTime() - due);
          }
        } catch (IOException failure) {
          lost.incrementAndGet();
          failures.add("connection: " + failure.getMessage());
          comeBack();
        }
      }
    }

    private void comeBack() {
      line.close();
      while (true) {
        try {
          line = Line.open(port, "/ws/echo", PATIENCE_MILLIS);
          awaited.clear();
          return;
        } catch (IOException failure) {
          failures.add("coming back: " + failure.getMessage());
          Pause.millis(NEWCOMER_MILLIS);
        }
      }
    }
  }
}
