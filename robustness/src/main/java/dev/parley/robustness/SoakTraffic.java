package dev.parley.robustness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process of clients that use a server as it is meant to be used, at constant rates. {@code go}
 * begins, {@code report} prints {@link Counts}.
 */
final class SoakTraffic {
  private static final int ECHOES = 200;
  private static final int COMPRESSED_ECHOES = 40;
  private static final int MEMBERS = 60;
  private static final int SLOW_MEMBERS = 5;

  private final SoakClients clients;
  private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> echoNanos = new ConcurrentLinkedQueue<>();

  private SoakTraffic(int port) {
    this.clients = new SoakClients(port, new Notes());
  }

  /**
   * What was done.
   *
   * @param done how often each kind of work succeeded
   * @param failures how often what went wrong
   * @param echo how long echoes took since the last report
   */
  record Counts(Map<String, Long> done, Map<String, Long> failures, Latency echo) {}

  /** Where clients note what they did. */
  final class Notes {
    void done(String what) {
      done.computeIfAbsent(what, name -> new LongAdder()).increment();
    }

    void echoed(long nanos) {
      echoNanos.add(nanos);
      done("echo");
    }
  }

  /** Arguments: the port. */
  static void main(String[] arguments) throws IOException {
    var traffic = new SoakTraffic(Integer.parseInt(arguments[0]));
    var json = JsonMapper.builder().build();
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("go")) {
        traffic.start();
      } else {
        System.out.println(json.writeValueAsString(traffic.report()));
      }
    }
    System.exit(0);
  }

  private Counts report() {
    var taken = new ArrayList<Long>();
    for (var nanos = echoNanos.poll(); nanos != null; nanos = echoNanos.poll()) {
      taken.add(nanos);
    }
    return new Counts(
        sums(done),
        sums(failures),
        Latency.ofNanos(taken.stream().mapToLong(Long::longValue).toArray()));
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counters) {
    var sums = new TreeMap<String, Long>();
    counters.forEach((name, count) -> sums.put(name, count.sum()));
    return sums;
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start() {
    keep("publication", 1, 0, clients::publish);
    keep("delivery", MEMBERS, 10_000, clients::listen);
    keep("echo", ECHOES, 500, clients::echo);
    keep("compressed echo", COMPRESSED_ECHOES, 1_000, clients::compressedEcho);
    keep("slow member", SLOW_MEMBERS, 60_000, clients::readSlowly);
    every("visit", 50, clients::visit);
    every("visit that is cut", 200, clients::leaveAbruptly);
    every("room of its own", 500, clients::visitOwnRoom);
    every("HTTP request", 50, clients::request);
    every("upload", 1_000, clients::upload);
  }

  /**
   * Has clients do work again and again, each on a thread of its own. They begin one after the
   * other in a time, so that they do not move in step.
   */
  private void keep(String name, int count, long withinMillis, Work work) {
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + withinMillis * 1_000_000 * i / count;
      Thread.ofVirtual()
          .start(() -> {
            Pause.until(due);
            while (true) {
              if (!attempt(name, work)) {
                Pause.millis(1_000);
              }
            }
          });
    }
  }

  /** Does work at a constant rate, each time on a thread of its own. */
  private void every(String name, long millis, Work work) {
    Thread.ofVirtual()
        .start(() -> {
          long due = System.nanoTime();
          while (true) {
            due += millis * 1_000_000;
            Pause.until(due);
            Thread.ofVirtual().start(() -> attempt(name, work));
          }
        });
  }

  private boolean attempt(String name, Work work) {
    try {
      work.run();
      return true;
    } catch (IOException | RuntimeException failure) {
      failures.computeIfAbsent(name + ": " + failure, what -> new LongAdder()).increment();
      return false;
    }
  }
}
