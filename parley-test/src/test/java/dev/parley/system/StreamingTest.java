package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Parley;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketHandler;
import dev.parley.conformance.Proves;
import dev.parley.test.TestClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Messages that are read while they arrive, and sent while they are made (RFC 6455, section 5.4).
 */
class StreamingTest {
  private static final int LARGE = 600_000;

  private static TestClient serving(WebSocketHandler handler) {
    return TestClient.overTcp(Parley.create().websocket("/ws", handler));
  }

  @Test
  void readsLargeMessageAsStream() {
    try (var client =
            serving(ws -> {
              try (var in = ws.receiveStream()) {
                assertThat(in.read()).isEqualTo(7);
                assertThat(in.read(new byte[0])).isZero();
                ws.sendText("rest " + in.readAllBytes().length);
                assertThat(in.read()).isEqualTo(-1);
              }
              ws.sendText(ws.receiveText());
            });
        var ws = client.websocket("/ws")) {
      var bytes = new byte[LARGE];
      bytes[0] = 7;
      ws.sendBytes(bytes);
      ws.sendText("next");

      assertThat(ws.receiveText()).isEqualTo("rest " + (LARGE - 1));
      assertThat(ws.receiveText()).isEqualTo("next");
    }
  }

  @Test
  void readsSmallMessagesOfBothKindsAsStreams() {
    try (var client =
            serving(ws -> {
              ws.sendBytes(ws.receiveStream().readAllBytes());
              ws.sendBytes(ws.receiveStream().readAllBytes());
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("\u20ac");
      assertThat(ws.receiveBytes()).isEqualTo("\u20ac".getBytes(StandardCharsets.UTF_8));
      ws.sendBytes(new byte[] {1, 2});
      assertThat(ws.receiveBytes()).containsExactly(1, 2);
    }
  }

  @Test
  void skipsTheRestOfClosedStream() {
    try (var client =
            serving(ws -> {
              try (var in = ws.receiveStream()) {
                in.read();
              }
              ws.sendText(ws.receiveText());
            });
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[LARGE]);
      ws.sendText("after it");

      assertThat(ws.receiveText()).isEqualTo("after it");
    }
  }

  @Test
  void refusesToReceiveWhileStreamIsOpen() {
    try (var client =
            serving(ws -> {
              ws.receiveStream();
              ws.receive();
            });
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[LARGE]);

      assertThat(ws.expectFailure(IllegalStateException.class)).hasMessageContaining("is open");
    }
  }

  @Test
  void streamOfClientThatLeavesEndsWithTheConnection() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    try (var client =
            serving(ws -> {
              var in = ws.receiveStream();
              ws.sendText("begun");
              try {
                in.readAllBytes();
              } catch (WebSocketClosedException closed) {
                failure.complete(closed);
                throw closed;
              }
            });
        var raw = client.raw("/ws")) {
      // A fragment of 70,000 bytes, and no other.
      raw.sendHex("02 ff 0000000000011170 00000000" + "00".repeat(70_000));
      assertThat(raw.receiveFrame().text()).isEqualTo("begun");
      raw.reset();

      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(WebSocketClosedException.class);
    }
  }

  @Test
  void streamAfterTheEndThrows() {
    try (var client =
            serving(ws -> {
              ws.receiveText();
              assertThatThrownBy(ws::receiveStream).isInstanceOf(WebSocketClosedException.class);
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("x");
      ws.close(1000, "");
    }
  }

  @Test
  void putsLargeTextTogether() {
    var text = "\u20acuro ".repeat(60_000);
    try (var client =
            serving(ws -> {
              for (String received : ws.texts()) {
                ws.sendText(received);
              }
            });
        var ws = client.websocket("/ws")) {
      ws.sendText(text);

      assertThat(ws.receiveText()).isEqualTo(text);
    }
  }

  @Proves(rfc6455 = "6.1b")
  @Test
  void sendsMessageInFragmentsAndOthersAfterIt() {
    try (var client =
            serving(ws -> {
              var out = ws.sendStream();
              try (out) {
                out.write(1);
                out.flush();
                out.flush();
                ws.sendText("after the stream");
                out.write(new byte[40_000]);
              }
              assertThatThrownBy(() -> out.write(1)).isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(out::flush).isInstanceOf(IllegalStateException.class);
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveBytes()).hasSize(40_001).startsWith(1, 0);
      assertThat(ws.receiveText()).isEqualTo("after the stream");
      ws.expectClose(1000);
    }
  }

  @Test
  void twoStreamsDoNotMix() {
    try (var client =
            serving(ws -> {
              var one = ws.sendStream();
              var two = ws.sendStream();
              one.write(filled(20_000, 1));
              two.write(filled(20_000, 2));
              one.write(filled(20_000, 1));
              two.close();
              one.close();
              ws.receive();
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveBytes()).isEqualTo(filled(40_000, 1));
      assertThat(ws.receiveBytes()).isEqualTo(filled(20_000, 2));
    }
  }

  @Test
  void closeWithinStreamStillClosesInOrder() {
    try (var client =
            serving(ws -> {
              var out = ws.sendStream();
              out.write(new byte[20_000]);
              ws.close(4000, "enough");
            });
        var raw = client.raw("/ws")) {
      assertThat(raw.receiveFrame().payload()).hasSize(16_384);
      assertThat(raw.awaitClose().code()).isEqualTo(4000);
    }
  }

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
