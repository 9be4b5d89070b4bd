package dev.parley.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.CloseReason;
import dev.parley.MalformedMessageException;
import dev.parley.Problem;
import dev.parley.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** A5: iterating. */
class IterationTest {
  private record Say(String text) {}

  // 83
  @Test
  void endsWithTheConnectionAndKeepsTheReason() throws InterruptedException {
    var seen = new Seen<String>();
    try (var client =
            Serving.of(ws -> {
              for (var text : ws.texts()) {
                seen.add(text);
              }
              seen.add(ws.closeReason().orElseThrow().toString());
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("one");
      ws.sendText("two");
      ws.close(3000, "Bye");

      assertThat(List.of(seen.next(), seen.next(), seen.next()))
          .containsExactly("one", "two", "3000 Bye");
    }
  }

  // 83
  @Test
  void iteratesOverBytesMessagesAndTypes() {
    try (var client =
            Serving.of(ws -> {
              var bytes = ws.binaries().iterator();
              ws.sendBytes(bytes.next());
              var messages = ws.messages().iterator();
              ws.sendText(messages.next().toString());
              var says = ws.messages(Say.class).iterator();
              ws.sendText(says.next().text());
            });
        var ws = client.websocket("/ws")) {
      ws.sendBytes(new byte[] {7});
      ws.sendText("any");
      ws.sendJson(new Say("typed"));

      assertThat(ws.receiveBytes()).containsExactly(7);
      assertThat(ws.receiveText()).isEqualTo("Text[text=any]");
      assertThat(ws.receiveText()).isEqualTo("typed");
    }
  }

  // 83
  @Test
  void saysThatAnIterationIsOver() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              var texts = ws.texts().iterator();
              while (texts.hasNext()) {
                texts.next();
              }
              seen.add(catchThrowable(texts::next));
            });
        var ws = client.websocket("/ws")) {
      ws.close(1000, "");

      assertThat(seen.next())
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("The connection has ended.");
    }
  }

  // 85
  @Test
  void iteratesOverJsonInTextAndBytes() {
    try (var client =
            Serving.of(ws -> {
              for (var json : ws.jsons()) {
                ws.sendJson(json);
              }
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("{\"a\":1}");
      ws.sendBytes("[2]".getBytes(StandardCharsets.UTF_8));

      assertThat(ws.receiveText()).isEqualTo("{\"a\":1}");
      assertThat(ws.receiveText()).isEqualTo("[2]");
    }
  }

  // 86
  @Test
  void failsAtAMalformedMessageAndMayGoOn() throws InterruptedException {
    var seen = new Seen<Throwable>();
    try (var client =
            Serving.of(ws -> {
              var jsons = ws.jsons().iterator();
              seen.add(catchThrowable(jsons::next));
              ws.sendJson(jsons.next());
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("{");
      ws.sendText("{}");

      assertThat(seen.next()).isInstanceOf(MalformedMessageException.class);
      assertThat(ws.receiveText()).isEqualTo("{}");
    }
  }

  // 86
  @Test
  void passesOverWhatDoesNotFitAndTellsIt() {
    try (var client =
            Serving.of(ws -> {
              for (var say : ws.messages(Say.class, problems -> answer(ws, problems))) {
                ws.sendText(say.text());
              }
            });
        var ws = client.websocket("/ws")) {
      ws.sendText("{");
      ws.sendText("{\"text\":7}");
      ws.sendJson(new Say("fits"));

      assertThat(ws.receiveText()).startsWith("message : Malformed JSON");
      assertThat(ws.receiveText()).startsWith("message text: ");
      assertThat(ws.receiveText()).isEqualTo("fits");
    }
  }

  private static void answer(WebSocket ws, List<Problem> problems) {
    var problem = problems.getFirst();
    ws.sendText(problem.in() + " " + problem.name() + ": " + problem.message());
  }

  // 87, 106
  @Test
  void letsTheHandlerCloseBehindTheLoop() {
    try (var client =
            Serving.of(ws -> {
              for (var text : ws.texts()) {
                ws.sendText(text);
              }
              ws.close();
              ws.close(4000, "Again");
            });
        var ws = client.websocket("/ws")) {
      ws.close(3000, "Bye");
      ws.awaitHandler();

      assertThat(ws.closeReason()).contains(CloseReason.of(3000, "Bye"));
    }
  }
}
