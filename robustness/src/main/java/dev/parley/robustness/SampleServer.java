package dev.parley.robustness;

import dev.parley.CompressionMode;
import dev.parley.Message;
import dev.parley.Parley;
import dev.parley.Rooms;
import dev.parley.WebSocket;
import java.util.Map;

/** The server that is abused: an ordinary small application with the default options. */
final class SampleServer {
  private SampleServer() {}

  static void main() {
    var figures = ServerFigures.Meter.start();
    Parley.create()
        .config(config -> config.compression(how -> how.compressionMode(CompressionMode.MESSAGE)))
        .websocket("/ws/echo", SampleServer::echo)
        .websocket("/ws/room", ws -> room(ws, "room"))
        .websocket("/ws/rooms/{room}", ws -> room(ws, ws.pathParam("room")))
        .get("/hello", request -> Map.of("hello", "world"))
        .post("/upload", request -> Map.of("bytes", request.body().length))
        .get("/figures", request -> figures.read())
        .run();
  }

  private static void echo(WebSocket ws) {
    for (var message : ws.messages()) {
      switch (message) {
        case Message.Text(var text) -> ws.sendText(text);
        case Message.Binary(var bytes) -> ws.sendBytes(bytes);
        case Message.Disconnect end -> throw new AssertionError(end);
      }
    }
  }

  private static void room(WebSocket ws, String name) {
    try (var seat = ws.dependency(Rooms.class).room(name).join(ws)) {
      for (var message : ws.messages()) {
        switch (message) {
          case Message.Text(var text) -> seat.publish(text);
          case Message.Binary(var bytes) -> seat.publish(bytes);
          case Message.Disconnect end -> throw new AssertionError(end);
        }
      }
    }
  }
}
