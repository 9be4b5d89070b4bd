package dev.parley.http2;

import static dev.parley.http2.RawHttp2.DATA;
import static dev.parley.http2.RawHttp2.HEADERS;
import static dev.parley.http2.RawHttp2.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Http2;
import dev.parley.Limit;
import dev.parley.Limits;
import dev.parley.Parley;
import dev.parley.Rooms;
import dev.parley.Server;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What streams hold while nobody takes it, or it is not whole, counts. */
@Timeout(30)
class Http2MemoryTest {
  private static final int MEBI = 1024 * 1024;

  /** The setting of RFC 9113, section 6.5.2. */
  private static final byte INITIAL_WINDOW_SIZE = 4;

  private final CountDownLatch mayRead = new CountDownLatch(1);
  private Server server;

  @BeforeEach
  void start() {
    server = start(limits -> limits.maxInboundBytes(MEBI));
  }

  /** One whose handlers read when they may, and have little waiting until then. */
  private Server start(UnaryOperator<Limits.Builder> limits) {
    return Parley.create()
        .config(config ->
            config
                .port(0)
                .http2(Http2.CLEARTEXT)
                .maxQueuedInboundBytes(1024)
                .maxStreamsPerConnection(1_000)
                .limits(limits))
        .websocket(
            "/late",
            ws -> {
              ws.accept();
              mayRead.await();
              ws.texts().forEach(ws::sendText);
            })
        .websocket(
            "/room",
            ws -> {
              try (var seat = ws.dependency(Rooms.class).room("room").join(ws)) {
                ws.binaries().forEach(seat::publish);
              }
            })
        .post("/sum", request -> request.body().length)
        .start();
  }

  @AfterEach
  void stop() {
    mayRead.countDown();
    server.close();
  }

  @Test
  void whatComesInSmallFramesWhileNobodyReadsIsReadLater() throws IOException {
    try (var sender = RawHttp2.inClear(server.port())) {
      sender.open(1, "/late");
      sender.text(1, "x".repeat(2_000));
      for (int i = 0; i < 300; i++) {
        sender.send(DATA, 0, 1, (byte) 0x81, (byte) 0x82, (byte) 0, (byte) 0);
        sender.send(DATA, 0, 1, (byte) 0);
        sender.send(DATA, 0, 1, (byte) 0, (byte) ('a' + i / 26 % 26), (byte) ('a' + i % 26));
      }

      mayRead.countDown();

      assertThat(sender.nextText(1)).hasSize(2_000);
      for (int i = 0; i < 300; i++) {
        assertThat(sender.nextText(1))
            .isEqualTo("" + (char) ('a' + i / 26 % 26) + (char) ('a' + i % 26));
      }
    }
  }

  @Test
  void whatComesWhileNobodyReadsCounts() throws IOException {
    try (var sender = RawHttp2.inClear(server.port())) {
      for (int stream = 1; stream < 60; stream += 2) {
        sender.open(stream, "/late");
        sender.text(stream, "x".repeat(2_000));
        for (int i = 0; i < 500; i++) {
          sender.send(DATA, 0, stream, new byte[100]);
        }
      }

      assertThat(sender.await(frame -> frame.type() == DATA).payload())
          .startsWith(0x88, 0x20, 0x03, 0xf5); // 1013
      assertThat(server.limitHits(Limit.INBOUND_BUDGET)).isPositive();
    }
  }

  @Test
  void aPublicationIsThereOnceForAllStreamsThatGiveItNoRoom() throws IOException {
    try (var members = RawHttp2.inClear(server.port());
        var publisher = RawHttp2.inClear(server.port())) {
      members.send(
          SETTINGS, 0, 0, (byte) 0, INITIAL_WINDOW_SIZE, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
      for (int stream = 1; stream < 1_000; stream += 2) {
        members.open(stream, "/room");
      }
      publisher.open(1, "/room");
      long before = PlatformDependent.usedDirectMemory();

      for (int i = 0; i < 3; i++) {
        publisher.webSocket(1, 0x82, new byte[20_000]);
        assertThat(publisher.message(1)).hasSize(20_000);
      }

      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(4 * MEBI);
      members.allow(1, 30_000);
      assertThat(members.message(1)).hasSize(20_000);
    }
  }

  @Test
  void bodiesThatDoNotEndAreGivenUpWhereMemoryIsShort() throws IOException {
    try (var sender = RawHttp2.inClear(server.port())) {
      for (int stream = 1; stream < 60; stream += 2) {
        sender.headers(
            stream, 0, ":method", "POST", ":scheme", "http", ":path", "/sum", ":authority", "test");
        sender.data(stream, new byte[60_000]);
      }

      assertThat(sender.await(frame -> frame.type() == HEADERS).fields())
          .containsEntry(":status", "503");
    }
  }

  @Test
  void streamsThatWaitForTheirBodiesCount() throws IOException {
    var senders = new ArrayList<RawHttp2>();
    try {
      for (int i = 0; i < 8; i++) {
        var sender = RawHttp2.inClear(server.port());
        senders.add(sender);
        for (int stream = 1; stream < 200; stream += 2) {
          sender.headers(
              stream, 0, ":method", "POST", ":scheme", "http", ":path", "/sum", ":authority", "a");
        }
      }

      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (server.limitHits(Limit.INBOUND_BUDGET) == 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(server.limitHits(Limit.INBOUND_BUDGET)).isPositive();
    } finally {
      for (var sender : senders) {
        sender.close();
      }
    }
  }

  private void restartWithLittleForConnections() {
    server.close();
    server = start(limits -> limits.maxConnectionBytes(MEBI));
  }

  @Test
  void connectionsAreCutOffWhereTheyTakeAsMuchAsTheyMay() throws IOException {
    restartWithLittleForConnections();
    var senders = new ArrayList<RawHttp2>();
    try {
      // With six KiB for each, these are more than fit.
      while (server.limitHits(Limit.CONNECTION_MEMORY) == 0 && senders.size() < 250) {
        addUnlessCutOff(senders);
      }

      assertThat(server.limitHits(Limit.CONNECTION_MEMORY)).isPositive();
      senders.getFirst().get(1, "/nothing");
      assertThat(senders.getFirst().response(1)).containsEntry(":status", "404");
    } finally {
      for (var sender : senders) {
        sender.close();
      }
    }
  }

  /** Whether it is cut off while it says the first words or behind them, nobody knows. */
  private void addUnlessCutOff(List<RawHttp2> senders) {
    try {
      var sender = RawHttp2.inClear(server.port());
      senders.add(sender);
      sender.settings();
    } catch (IOException | UncheckedIOException cutOff) {
      assertThat(server.limitHits(Limit.CONNECTION_MEMORY)).isPositive();
    }
  }

  @Test
  void webSocketsAreRefusedWhereTheyTakeAsMuchAsTheyMay() throws IOException {
    restartWithLittleForConnections();
    try (var sender = RawHttp2.inClear(server.port())) {
      var status = "200";
      int stream = 1;
      // With four KiB for each, 257 are more than fit.
      for (; status.equals("200") && stream < 2 * 257; stream += 2) {
        sender.connect(stream, "/late");
        status = sender.response(stream).get(":status");
      }

      assertThat(status).isEqualTo("503");
      assertThat(server.limitHits(Limit.CONNECTION_MEMORY)).isPositive();
      sender.get(stream, "/nothing");
      assertThat(sender.response(stream)).containsEntry(":status", "404");
    }
  }

  @Test
  void largeHeadsAreRefusedWhereMemoryIsShort() throws IOException {
    var large = new String[160];
    for (int i = 0; i < large.length; i += 2) {
      large[i] = "x-field-" + i;
      large[i + 1] = "x".repeat(150);
    }
    try (var sender = RawHttp2.inClear(server.port())) {
      int stream = 1;
      while (server.limitHits(Limit.INBOUND_BUDGET) == 0 && stream < 198) {
        sender.connect(stream, "/late", large);
        stream += 2;
        sender.await(frame -> frame.type() == HEADERS);
      }

      assertThat(server.limitHits(Limit.INBOUND_BUDGET)).isPositive();
    }
  }
}
