package dev.parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A server in a process of its own, from its start to its end. */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern USED_HEAP =
      Pattern.compile("(?:total|committed) \\d+K, used (\\d+)K");
  private static final String HANDSHAKE =
      """
      GET /ws/echo HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  private final Peer peer;
  private final Process process;
  private final int port;
  private final Duration startUp;

  private ServerProcess(Peer peer, Process process, int port, Duration startUp) {
    this.peer = peer;
    this.process = process;
    this.port = port;
    this.startUp = startUp;
  }

  /** Starts a server and waits until it has completed a handshake. */
  static ServerProcess start(Peer peer, Mode mode, Cores cores, Path logs) {
    int port = freePort();
    var command = new ArrayList<>(cores.before(Cores.Role.SERVER));
    command.addAll(peer.command(port, mode));
    var log = logs.resolve(peer.name() + "-" + mode.name().toLowerCase(Locale.ROOT) + ".log");
    long start = System.nanoTime();
    var process = launch(command, log);
    try {
      await(process, () -> answers(port, mode), log);
    } catch (RuntimeException failure) {
      process.destroyForcibly();
      throw failure;
    }
    return new ServerProcess(peer, process, port, Duration.ofNanos(System.nanoTime() - start));
  }

  private static Process launch(List<String> command, Path log) {
    try {
      Files.createDirectories(log.getParent());
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot start " + command.getFirst(), failure);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void await(Process process, BooleanSupplier ready, Path log) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("The server did not start, see " + log);
      }
      Pause.millis(2);
    }
  }

  /** Whether it completes a handshake; with TLS, whether it takes a connection. */
  private static boolean answers(int port, Mode mode) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      if (mode == Mode.TLS) {
        return true;
      }
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return answer.equals("HTTP/1.1 101");
    } catch (IOException notYet) {
      return false;
    }
  }

  Peer peer() {
    return peer;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Duration startUp() {
    return startUp;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Memory in use as Linux sees it. */
  long rssBytes() {
    try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Collects all garbage, has the JVM give back what it does not need, and tells what the heap
   * still holds; empty where there is no JVM.
   */
  OptionalLong liveHeapBytes() {
    if (!peer.isJvm()) {
      return OptionalLong.empty();
    }
    // By default up to 70 % of the heap may stay resident for what comes next.
    jcmd("VM.set_flag", "MinHeapFreeRatio", "5");
    jcmd("VM.set_flag", "MaxHeapFreeRatio", "10");
    jcmd("GC.run");
    jcmd("GC.run");
    var used = USED_HEAP.matcher(jcmd("GC.heap_info"));
    return used.results().mapToLong(part -> Long.parseLong(part.group(1)) * 1024).reduce(Long::sum);
  }

  private String jcmd(String... command) {
    var all = new ArrayList<>(List.of(Places.jdk("jcmd"), Long.toString(pid())));
    all.addAll(List.of(command));
    return Shell.run(Path.of("/"), all).text();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException end) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
