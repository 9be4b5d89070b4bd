package dev.parley.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.CloseReason;
import dev.parley.InvalidMessageException;
import dev.parley.MalformedMessageException;
import dev.parley.Message;
import dev.parley.ReceiveTimeoutException;
import dev.parley.WebSocket;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketHandler;
import dev.parley.WrongMessageKindException;
import dev.parley.conformance.Proves;
import dev.parley.test.RawClient;
import dev.parley.test.RawFrame;
import dev.parley.test.TestClient;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A4: receiving. */
class ReceiveTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // 61, 75
  @Test
  void receivesMessagesOfBothKindsInOrderThenTheEndOnce() throws InterruptedException {
    var seen = new Seen<Message>();
    try (var client =
            Serving.of(ws -> {
              for (int i = 0; i < 5; i++) {
                seen.add(ws.receive());
              }
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("one");
      ws.sendBytes(new byte[] {2});
      ws.sendText("three");
      ws.close(3000, "Bye");

      assertThat(seen.next()).isEqualTo(new Message.Text("one"));
      assertThat(seen.next())
          .isInstanceOfSatisfying(
              Message.Binary.class, binary -> assertThat(binary.bytes()).containsExactly(2));
      assertThat(seen.next()).isEqualTo(new Message.Text("three"));
      assertThat(seen.next()).isEqualTo(new Message.Disconnect(CloseReason.of(3000, "Bye")));
      assertThat(seen.next()).isEqualTo(new Message.Disconnect(CloseReason.of(3000, "Bye"))); // 71
    }
  }

  // 62
  @Test
  void takesEmptyTextForAMessage() {
    try (var client = Serving.of(ws -> ws.sendText("[" + ws.receiveText() + "]"));
        var ws = client.websocket("/ws")) {
      ws.sendText("");

      assertThat(ws.receiveText()).isEqualTo("[]");
    }
  }

  // 63, 64
  @Test
  void throwsATypedErrorForTheWrongKindAndConsumesTheMessage() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              seen.add(catchThrowable(ws::receiveText));
              ws.sendText(ws.receiveText());
              seen.add(catchThrowable(ws::receiveBytes));
              ws.sendBytes(ws.receiveBytes());
            });
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[] {1});
      ws.sendText("text");
      ws.sendText("wrong");
      ws.sendBytes(new byte[] {2});

      assertThat(seen.next())
          .isInstanceOf(WrongMessageKindException.class)
          .hasMessage("Expected a text message, got a binary one.");
      assertThat(ws.receiveText()).isEqualTo("text");
      assertThat(seen.next())
          .isInstanceOfSatisfying(
              WrongMessageKindException.class,
              wrong -> assertThat(wrong.received()).isEqualTo(new Message.Text("wrong")));
      assertThat(ws.receiveBytes()).containsExactly(2);
    }
  }

  // 63
  @Proves(rfc6455 = "7.4.1b")
  @Test
  void closesWith1003WhereBinaryComesForText() {
    try (var client = Serving.of(WebSocket::receiveText);
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[] {1});

      assertThat(ws.expectClose())
          .isEqualTo(CloseReason.of(1003, "Expected a text message, got a binary one."));
    }
  }

  // 64
  @Test
  void closesWith1003WhereTextComesForBinary() {
    try (var client = Serving.of(WebSocket::receiveBytes);
        var ws = client.websocket("/ws")) {
      ws.sendText("a");

      assertThat(ws.expectClose())
          .isEqualTo(CloseReason.of(1003, "Expected a binary message, got a text one."));
    }
  }

  // 65, 68
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1,true,null]}", "[]", "\"text\"", "1.5", "true", "null"})
  void receivesJsonOfAnyShapeInTextOrBytes(String json) {
    try (var client =
            Serving.of(ws -> {
              ws.sendJson(ws.receiveJson());
              ws.sendJson(ws.receiveJson());
            });
        var ws = client.websocket("/ws")) {
      ws.sendText(json);
      ws.sendBytes(utf8(json));

      assertThat(ws.receiveText()).isEqualTo(json);
      assertThat(ws.receiveText()).isEqualTo(json);
    }
  }

  // 66, 67
  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{'a':1}", "NaN", "[Infinity]", "{} {}", "tru", "01"})
  void throwsATypedErrorWithTheRawTextForMalformedJson(String text) throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              seen.add(catchThrowable(ws::receiveJson));
              ws.sendJson(ws.receiveJson());
            });
        var ws = client.websocket("/ws")) {
      ws.sendText(text);
      ws.sendText("1");

      assertThat(seen.next())
          .isInstanceOfSatisfying(
              MalformedMessageException.class,
              malformed -> assertThat(malformed.raw()).isEqualTo(text));
      assertThat(ws.receiveText()).isEqualTo("1");
    }
  }

  // 66
  @Test
  void closesWith1007ForMalformedJsonThatNobodyCaught() {
    try (var client = Serving.of(WebSocket::receiveJson);
        var ws = client.websocket("/ws")) {
      ws.sendText("{\"secret\": ");

      var reason = ws.expectClose(1007).reason();
      assertThat(reason).startsWith("Malformed JSON").doesNotContain("secret");
    }
  }

  // 67
  @Test
  void keepsTheLastOfRepeatedKeysAndIntegersOfAnySize() throws InterruptedException {
    var seen = new Seen<JsonNode>();
    try (var client = Serving.of(ws -> seen.add(ws.receiveJson()));
        var ws = client.websocket("/ws")) {
      ws.sendText("{\"a\":1,\"a\":2,\"big\":123456789012345678901234567890}");

      var json = seen.next();
      assertThat(json.get("a").asInt()).isEqualTo(2);
      assertThat(json.get("big").bigIntegerValue())
          .isEqualTo(new BigInteger("123456789012345678901234567890"));
    }
  }

  // 69
  @Test
  void closesWith1007ForBytesThatAreNoUtf8WhereJsonIsExpected() {
    try (var client = Serving.of(WebSocket::receiveJson);
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[] {'"', (byte) 0xff, '"'});

      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1007, "A JSON message is not UTF-8."));
    }
  }

  private record Point(int x, int y) {}

  // C11, 66
  @Proves(rfc6455 = "7.4.1b")
  @Test
  void closesWith1008ForAMessageThatDoesNotFitAndNobodyCaught() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              seen.add(catchThrowable(() -> ws.receive(Point.class)));
              ws.receive(Point.class);
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("{\"x\":\"one\"}");
      ws.sendText("{\"x\":1}");

      assertThat(seen.next())
          .isInstanceOfSatisfying(
              InvalidMessageException.class,
              invalid ->
                  assertThat(invalid.problems())
                      .extracting(problem -> problem.in() + " " + problem.name())
                      .containsExactly("message x", "message y"));
      assertThat(ws.expectClose().code()).isEqualTo(1008);
    }
  }

  // 72
  @Test
  void tellsItsOwnCloseToTheReceiverBehindIt() throws InterruptedException {
    var ends = new Seen<Message>();
    var failures = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.close(4000, "Enough");
              ends.add(ws.receive());
              failures.add(catchThrowable(ws::receiveText));
            });
        var ws = client.websocket("/ws")) {
      ws.expectClose(4000);

      assertThat(ends.next()).isEqualTo(new Message.Disconnect(CloseReason.of(4000, "Enough")));
      assertThat(failures.next())
          .isInstanceOfSatisfying(
              WebSocketClosedException.class, closed -> assertThat(closed.code()).isEqualTo(4000));
    }
  }

  // 74
  @Test
  void deliversWhatCameBeforeTheCloseHoweverLate() throws InterruptedException {
    var read = new CountDownLatch(1);
    var seen = new Seen<Message>();
    WebSocketHandler late =
        ws -> {
          seen.add(ws.receive());
          read.await();
          Message message;
          do {
            message = ws.receive();
            seen.add(message);
          } while (!(message instanceof Message.Disconnect));
        };
    try (var client = TestClient.overTcp(Serving.app(late));
        var ws = client.websocket("/ws")) {
      // A handler that has received is not interrupted at once when its client leaves.
      for (int i = 0; i < 50; i++) {
        ws.sendText("" + i);
      }
      assertThat(seen.next()).isEqualTo(new Message.Text("0"));
      read.countDown();
      ws.close(1000, "");

      for (int i = 1; i < 50; i++) {
        assertThat(seen.next()).isEqualTo(new Message.Text("" + i));
      }
      assertThat(seen.next()).isEqualTo(new Message.Disconnect(CloseReason.of(1000, "")));
    }
  }

  // 74
  @Test
  void deliversWhatCameBeforeTheCloseToAHandlerThatIsBusy() throws InterruptedException {
    var seen = new Seen<Message>();
    var goOn = new CountDownLatch(1);
    try (var client =
            Serving.of(ws -> {
              seen.add(ws.receive());
              goOn.await();
              seen.add(ws.receive());
              seen.add(ws.receive());
              seen.add(ws.receive());
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("one");
      seen.next();
      ws.sendText("two");
      ws.sendText("three");
      ws.close(1000, "");
      goOn.countDown();

      assertThat(seen.next()).isEqualTo(new Message.Text("two"));
      assertThat(seen.next()).isEqualTo(new Message.Text("three"));
      assertThat(seen.next()).isInstanceOf(Message.Disconnect.class);
    }
  }

  // 76
  @Proves(rfc6455 = {"5.4a", "5.4b", "5.4d"})
  @Test
  void putsFragmentsTogetherAndAnswersPingsBetweenThem() {
    try (var client = Serving.of(ws -> ws.sendText(ws.receiveText()));
        var raw = client.raw("/ws")) {
      raw.sendFrame(RawFrame.TEXT, new byte[] {'a', (byte) 0xc3}); // the first half of "ü"
      raw.sendHex("89 82 00000000 6869"); // ping "hi"

      var pong = raw.receiveFrame();
      assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
      assertThat(pong.text()).isEqualTo("hi");

      raw.sendFrame(RawFrame.CONTINUATION, new byte[] {(byte) 0xbc});
      raw.sendFrame(RawFrame.CONTINUATION, new byte[0]);
      raw.sendFrame(0x80 | RawFrame.CONTINUATION, utf8("!"));
      assertThat(raw.receiveFrame().text()).isEqualTo("aü!");
    }
  }

  // 77
  @Test
  void losesNothingToATimeLimit() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.sendText("ready");
              seen.add(catchThrowable(() -> ws.receiveText(Duration.ofSeconds(5))));
              ws.sendText("again");
              ws.sendText(ws.receiveText());
            });
        var raw = client.raw("/ws")) {
      raw.receiveFrame();
      raw.sendFrame(RawFrame.TEXT, utf8("half ")); // a message that has begun and not ended
      client.time().advance(Duration.ofSeconds(6));

      assertThat(seen.next()).isInstanceOf(ReceiveTimeoutException.class);
      assertThat(nextText(raw)).isEqualTo("again");
      raw.sendFrame(0x80 | RawFrame.CONTINUATION, utf8("and half"));
      assertThat(nextText(raw)).isEqualTo("half and half");
    }
  }

  private static String nextText(RawClient raw) {
    var frame = raw.receiveFrame();
    while (frame.opcode() != RawFrame.TEXT) {
      frame = raw.receiveFrame();
    }
    return frame.text();
  }

  // 78
  @Test
  void refusesASecondReader() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              ws.accept();
              var readers = new Seen<Thread>();
              var first =
                  ws.fork(() -> {
                    readers.add(Thread.currentThread());
                    ws.sendText("first got " + ws.receiveText());
                  });
              var reader = readers.next();
              while (reader.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              seen.add(catchThrowable(ws::receiveText));
              ws.sendText("refused");
              first.join();
            });
        var ws = client.websocket("/ws")) {
      assertThat(ws.receiveText()).isEqualTo("refused");
      assertThat(seen.next())
          .hasMessage("Another thread is receiving from this connection; one may at a time.");
      ws.sendText("it");
      assertThat(ws.receiveText()).isEqualTo("first got it");
    }
  }

  // 79
  @Test
  void stopsReadingWhileEnoughWaitsForTheHandler() throws Exception {
    var goOn = new CountDownLatch(1);
    var received = new Seen<Integer>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              goOn.await();
              int count = 0;
              for (var bytes : ws.binaries()) {
                count += bytes.length;
              }
              received.add(count);
            });
        var raw = client.raw("/ws")) {
      raw.sendText("go");
      byte[] chunk = new byte[512 * 1024];
      var last = raw.sendBytes(new byte[0]);
      for (int i = 0; i < 64; i++) {
        raw.sendFrame(0x80 | RawFrame.BINARY, chunk);
        last = raw.sendBytes(new byte[0]);
      }
      raw.expectNothing(Duration.ofMillis(300));
      assertThat(last).isNotDone(); // the client is held by TCP

      goOn.countDown();
      raw.sendHex("88 80 00000000");
      assertThat(received.next()).isEqualTo(64 * 512 * 1024);
      assertThat(last).isCompleted();
    }
  }

  // 80, 116
  @Proves(rfc6455 = "5.5.2b")
  @Test
  void answersPingsWhileTheHandlerIsBusy() throws InterruptedException {
    var goOn = new CountDownLatch(1);
    var seen = new Seen<String>();
    try (var client =
            Serving.of(ws -> {
              seen.add(ws.receiveText());
              goOn.await();
              ws.sendText(ws.receiveText());
            });
        var raw = client.raw("/ws")) {
      raw.sendText("first");
      seen.next();
      raw.sendText("waits unread");
      raw.sendHex("89 81 00000000 61"); // ping "a"

      assertThat(raw.receiveFrame().opcode()).isEqualTo(RawFrame.PONG);
      goOn.countDown();
      assertThat(raw.receiveFrame().text()).isEqualTo("waits unread");
    }
  }

  // 80
  @Test
  void keepsABusyHandlersClientWhoseHeartbeatsAreNotRead() throws InterruptedException {
    var goOn = new CountDownLatch(1);
    var seen = new Seen<String>();
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              seen.add("busy");
              goOn.await();
              int count = 0;
              while (count < 8) {
                ws.receiveBytes();
                count++;
              }
              ws.sendText("done");
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("go");
      seen.next();
      for (int i = 0; i < 8; i++) {
        ws.sendBytes(new byte[100_000]); // more than may wait for a handler
      }
      client.time().advance(Duration.ofMinutes(5));
      goOn.countDown();

      assertThat(ws.receiveText()).isEqualTo("done");
    }
  }

  // 81
  @Test
  void deliversTheLastWordsOfAHandlerThatHasNotReadEverything() {
    try (var client =
            Serving.of(ws -> {
              ws.receive();
              ws.sendText("last words");
            });
        var raw = client.raw("/ws")) {
      for (int i = 0; i < 20; i++) {
        raw.sendFrame(0x80 | RawFrame.BINARY, new byte[100_000]);
      }

      assertThat(raw.receiveFrame().text()).isEqualTo("last words");
      assertThat(raw.awaitClose()).isEqualTo(CloseReason.of(1000, ""));
      raw.sendHex("88 82 00000000 03e8");
      assertThat(raw.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  // 82
  @Test
  void limitsTheTimeOfEveryReceive() throws InterruptedException {
    var seen = new Seen<Throwable>();
    var limit = Duration.ofMillis(5);
    try (var client =
            Serving.of(ws -> {
              seen.add(catchThrowable(() -> ws.receive(limit)));
              seen.add(catchThrowable(() -> ws.receiveText(limit)));
              seen.add(catchThrowable(() -> ws.receiveBytes(limit)));
              seen.add(catchThrowable(() -> ws.receiveJson(limit)));
              seen.add(catchThrowable(() -> ws.receive(Point.class, limit)));
              seen.add(catchThrowable(() -> ws.receive(Duration.ZERO)));
              ws.sendText("a");
            });
        var ws = client.websocket("/ws")) {
      for (int i = 0; i < 5; i++) {
        assertThat(seen.next()).isInstanceOf(ReceiveTimeoutException.class);
      }
      assertThat(seen.next())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("timeout is PT0S; expected more than zero.");
      assertThat(ws.receiveText()).isEqualTo("a");
    }
  }

  // 82
  @Test
  void closesWith1008ForATimeLimitThatNobodyCaught() {
    try (var client = Serving.of(ws -> ws.receiveText(Duration.ofMillis(5)));
        var ws = client.websocket("/ws")) {
      assertThat(ws.expectClose().code()).isEqualTo(1008);
    }
  }
}
