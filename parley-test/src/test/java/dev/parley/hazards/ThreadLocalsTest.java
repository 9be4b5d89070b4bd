package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Parley;
import dev.parley.Rooms;
import dev.parley.WebSocket;
import dev.parley.test.TestClient;
import io.netty.util.internal.InternalThreadLocalMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Parley does on the threads of handlers leaves nothing that each of them would keep. */
class ThreadLocalsTest {
  private record Sample(String name, int number) {}

  private static void useAllOfIt(WebSocket ws) {
    try (var seat = ws.dependency(Rooms.class).room("all").join(ws)) {
      ws.sendText(ws.receiveText());
      ws.sendBytes(ws.receiveBytes());
      ws.sendJson(ws.receive(Sample.class));
      seat.publish("published");
      ws.receiveText();
    }
  }

  private static void talk(TestClient client) {
    try (var ws = client.websocket("/ws")) {
      ws.sendText("text");
      assertThat(ws.receiveText()).isEqualTo("text");
      ws.sendBytes(new byte[] {1});
      assertThat(ws.receiveBytes()).containsExactly(1);
      ws.sendJson(new Sample("sample", 1));
      assertThat(ws.receive(Sample.class)).isEqualTo(new Sample("sample", 1));
      assertThat(ws.receiveText()).isEqualTo("published");
      ws.sendText("enough");
      ws.expectClose(1000);
    }
  }

  @Test
  void handlerKeepsNoMemoryOfNetty() throws Exception {
    var kept = new CompletableFuture<@Nullable Object>();
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  useAllOfIt(ws);
                  kept.complete(InternalThreadLocalMap.getIfSet());
                });
    try (var client = TestClient.overTcp(app)) {
      talk(client);

      assertThat(kept.get(5, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void handlerKeepsNoThreadLocalAtAll() throws Exception {
    assumeTrue(Street.loopsCarryHandlers(), "java.lang is closed: nobody can look.");
    var kept = new CompletableFuture<List<Object>>();
    var app =
        Parley.create()
            .websocket(
                "/ws",
                ws -> {
                  useAllOfIt(ws);
                  kept.complete(threadLocals());
                });
    try (var client = TestClient.overTcp(app)) {
      talk(client);

      assertThat(kept.get(5, TimeUnit.SECONDS)).isEmpty();
    }
  }

  /** What the current thread keeps, as the JDK has it. */
  private static List<Object> threadLocals() throws ReflectiveOperationException {
    var kept = new ArrayList<Object>();
    Object map = read(Thread.class, "threadLocals", Thread.currentThread());
    if (map != null) {
      var table = (Object[]) Objects.requireNonNull(read(map.getClass(), "table", map));
      for (var entry : table) {
        if (entry != null) {
          kept.add(Objects.requireNonNull(read(entry.getClass(), "value", entry)));
        }
      }
    }
    return kept;
  }

  private static @Nullable Object read(Class<?> type, String field, Object from)
      throws ReflectiveOperationException {
    var found = type.getDeclaredField(field);
    found.setAccessible(true);
    return found.get(from);
  }
}
