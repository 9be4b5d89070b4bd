package smoke;

import dev.parley.Parley;
import dev.parley.PathParam;
import dev.parley.WebSocketRoute;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Sends one message to a server on the module path and checks the answer. */
public final class Smoke {
  private Smoke() {}

  record Answer(String from, String text) {}

  static final class Rooms {
    @WebSocketRoute("/rooms/{room}")
    void room(dev.parley.WebSocket ws, @PathParam("room") String room) {
      for (var text : ws.texts()) {
        ws.sendJson(new Answer(room, text));
      }
    }
  }

  /** Runs the check. */
  public static void main(String[] args) throws Exception {
    var answer = new CompletableFuture<String>();
    try (var server =
            Parley.create().routes(new Rooms()).config(options -> options.port(0)).start();
        var client = HttpClient.newHttpClient()) {
      var socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://localhost:" + server.port() + "/rooms/one"),
                  new Receiver(answer))
              .join();
      socket.sendText("hello", true).join();
      check(answer.get(10, TimeUnit.SECONDS), "{\"from\":\"one\",\"text\":\"hello\"}");
      socket.abort();
    }
    check(Parley.class.getModule().getName(), "dev.parley");
    System.out.println("The module path works.");
  }

  private static void check(String actual, String expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError("Got " + actual + "; expected " + expected);
    }
  }

  private record Receiver(CompletableFuture<String> answer) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      answer.complete(text.toString());
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      answer.completeExceptionally(failure);
    }
  }
}
