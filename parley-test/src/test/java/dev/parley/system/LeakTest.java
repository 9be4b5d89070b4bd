package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.parley.App;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.Rooms;
import dev.parley.Server;
import dev.parley.WebSocket;
import dev.parley.internal.app.AppAccess;
import dev.parley.internal.app.StartOptions;
import dev.parley.internal.app.Startup;
import dev.parley.internal.netty.NetworkKind;
import dev.parley.internal.time.SystemTime;
import dev.parley.internal.time.TimeSource;
import dev.parley.test.TestClient;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Connections leave nothing behind. Netty's leak detection is at its strictest in all tests. */
class LeakTest {
  private static final int CONNECTIONS = 10_000;
  private static final int WARM_UP = 2_000;
  private static final int AT_A_TIME = 50;
  private static final long HEAP_TOLERANCE_BYTES = 1_500_000;

  /**
   * The allocator counts whole chunks, and keeps some for later. One buffer left behind by each
   * third connection, the 20,000 bytes of its message, would be 66 MB.
   */
  private static final long CHUNKS_TOLERANCE_BYTES = 4_000_000;

  @TempDir Path folder;

  @Test
  void tenThousandConnectionsLeaveNoThreadNoBufferAndNoHeap() throws Exception {
    var leaks = new ListAppender<ILoggingEvent>();
    leaks.start();
    var detector = (Logger) LoggerFactory.getLogger("io.netty.util.ResourceLeakDetector");
    detector.addAppender(leaks);
    try (var server = app().config(config -> config.port(0)).start();
        var client = TestClient.to(server.uri()).deadline(Duration.ofSeconds(20))) {
      use(client, WARM_UP);
      awaitNoConnections(server);
      long heapBefore = usedHeap();
      long directBefore = directBytes();
      int threadsBefore = threads("before");

      use(client, CONNECTIONS);
      awaitNoConnections(server);

      assertThat(usedHeap() - heapBefore).isLessThan(HEAP_TOLERANCE_BYTES);
      assertThat(directBytes() - directBefore).isLessThan(CHUNKS_TOLERANCE_BYTES);
      assertThat(threads("after")).isLessThanOrEqualTo(threadsBefore + 2);
      assertThat(server.rooms().names()).isEmpty();
      // A collected buffer that was not released is told when the next ones are allocated.
      use(client, WARM_UP);
      assertThat(leaks.list).isEmpty();
    } finally {
      detector.detachAppender(leaks);
    }
  }

  /** Time in which no sweep comes, which could forget connections later. */
  private static final class WithoutTimers implements TimeSource {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      return () -> {};
    }

    @Override
    public void parkUntil(long deadlineNanos) {
      SystemTime.INSTANCE.parkUntil(deadlineNanos);
    }
  }

  @Test
  void connectionsThatHandlersHaveLeftAreForgottenAtOnce() {
    var sockets = new ConcurrentLinkedQueue<WeakReference<WebSocket>>();
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  sockets.add(new WeakReference<>(ws));
                  ws.sendText("bye");
                });
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
            Startup.start(
                AppAccess.definitionOf(app),
                new StartOptions(
                    NetworkKind.sockets(),
                    Optional.of(anyPort),
                    new WithoutTimers(),
                    Map.of(),
                    List.of()));
        var client = TestClient.to(URI.create("http://localhost:" + server.port()))) {
      for (int i = 0; i < 10; i++) {
        try (var raw = client.raw("/ws")) {
          assertThat(raw.awaitClose().code()).isEqualTo(1000);
          raw.sendHex("8882 00000000 03e8");
          raw.awaitEnd();
        }
      }
      awaitNoConnections(server);

      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (remembered(sockets) > 2 && System.nanoTime() < deadline) {
        System.gc();
      }
      // One may still be on the stack of each thread that ran some.
      assertThat(remembered(sockets)).isLessThanOrEqualTo(2);
    }
  }

  private static long remembered(Collection<WeakReference<WebSocket>> sockets) {
    return sockets.stream().filter(socket -> socket.get() != null).count();
  }

  private static App app() {
    return Parley.create()
        .websocket(
            "/chat/{room}",
            ws -> {
              var rooms = ws.dependency(Rooms.class);
              try (var seat = rooms.room(ws.pathParam("room")).join(ws)) {
                ws.every(Duration.ofHours(1), () -> ws.sendText("never"));
                for (var message : ws.messages()) {
                  switch (message) {
                    case Message.Text(var text) -> seat.publish(text);
                    case Message.Binary(var bytes) -> ws.sendBytes(bytes);
                    case Message.Disconnect end -> throw new AssertionError(end);
                  }
                }
              }
            });
  }

  /**
   * Opens, uses and closes connections: a third in order, a third by cutting the line, a third with
   * a large message.
   */
  private static void use(TestClient client, int count) throws InterruptedException {
    var places = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        places.acquire();
        threads.submit(() -> {
          try {
            useOne(client, number);
          } finally {
            places.release();
          }
        });
      }
      places.acquire(AT_A_TIME);
    }
  }

  private static void useOne(TestClient client, int number) {
    try (var ws = client.websocket("/chat/" + number)) {
      ws.sendText("hello");
      assertThat(ws.receiveText()).isEqualTo("hello");
      switch (number % 3) {
        case 0 -> ws.close(1000, "done");
        case 1 -> ws.cut();
        default -> {
          ws.sendBytes(new byte[20_000]);
          assertThat(ws.receiveBytes()).hasSize(20_000);
        }
      }
    }
  }

  private static void awaitNoConnections(Server server) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (server.connections() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(server.connections()).isZero();
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static long directBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  /** Counts platform and virtual threads alike. */
  private int threads(String name) throws Exception {
    var dump = folder.resolve(name + ".json");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    return Files.readString(dump).split("\"tid\"", -1).length - 1;
  }
}
