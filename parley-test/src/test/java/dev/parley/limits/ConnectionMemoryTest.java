package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limit;
import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections may take of the memory of a server by being there. */
class ConnectionMemoryTest {
  /** With two KiB for each, 512 silent lines fit into a mebibyte. */
  private static final int MORE_THAN_FIT = 700;

  private static final String GET = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

  private final TestClient client =
      TestClient.overTcp(
          Parley.create()
              .websocket("/echo", ws -> ws.texts().forEach(ws::sendText))
              .get("/hello", request -> "hello")
              .config(config -> config.limits(limits -> limits.maxConnectionBytes(1024 * 1024))));

  private final List<RawClient> lines = new ArrayList<>();

  @AfterEach
  void close() {
    lines.forEach(RawClient::close);
    client.close();
  }

  private long hits() {
    return client.server().limitHits(Limit.CONNECTION_MEMORY);
  }

  private void openMoreThanFit() {
    for (int i = 0; i < MORE_THAN_FIT && hits() == 0; i++) {
      lines.add(client.raw());
    }
    long deadline = System.nanoTime() + client.deadline().toNanos();
    while (hits() == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(hits()).isPositive();
  }

  @Test
  void cutsOffWhoComesWhereLinesTakeAsMuchAsTheyMayAndServesThoseWhoAreIn() {
    try (var early = client.raw("/echo")) {
      openMoreThanFit();

      early.sendText("still here");
      assertThat(early.receiveFrame().text()).isEqualTo("still here");
      lines.getFirst().sendPlain(GET);
      assertThat(lines.getFirst().receiveResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void letsOthersInOnceThoseHaveLeft() {
    openMoreThanFit();
    lines.forEach(RawClient::close);

    long deadline = System.nanoTime() + client.deadline().toNanos();
    boolean isLetIn = isLetIn();
    while (!isLetIn && System.nanoTime() < deadline) {
      isLetIn = isLetIn();
    }
    assertThat(isLetIn).isTrue();
  }

  private boolean isLetIn() {
    try (var line = client.raw()) {
      line.sendPlain(GET);
      return line.receiveResponse().status() == 200;
    } catch (AssertionError cutOff) {
      return false;
    }
  }

  @Test
  void forgetsEveryKindOfLineThatHasLeft() {
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      try (var served = client.raw();
          var refused = client.raw();
          var open = client.raw("/echo");
          var half = client.raw()) {
        half.sendPlain("GET /hel");
        served.sendPlain(GET);
        assertThat(served.receiveResponse().status()).isEqualTo(200);
        refused.sendPlain("no request\r\n\r\n");
        assertThat(refused.receiveResponse().status()).isEqualTo(400);
        open.sendText("hello");
        assertThat(open.receiveFrame().text()).isEqualTo("hello");
      }
    }

    assertThat(hits()).isZero();
  }
}
