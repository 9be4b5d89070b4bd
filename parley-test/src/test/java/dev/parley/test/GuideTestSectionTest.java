package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Json;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import org.junit.jupiter.api.Test;

/** The guide's section on tests, line by line. */
class GuideTestSectionTest {
  @WebSocketRoute("/ws")
  void echo(WebSocket ws) {
    for (var text : ws.texts()) {
      if (text.equals("quit")) {
        ws.close(1000, "Goodbye");
      } else {
        ws.sendText("Echo: " + text);
      }
    }
  }

  @WebSocketRoute("/ws/json")
  void json(WebSocket ws) {
    for (var json : ws.jsons()) {
      ws.sendJson(Json.object("type", "response", "received", json));
    }
  }

  // def test_websocket():
  @Test
  void websocket() {
    try (var client = TestClient.of(this);
        var websocket = client.websocket("/ws")) {
      // 发送消息
      websocket.sendText("Hello");

      // 接收消息
      var data = websocket.receiveText();
      assertThat(data).isEqualTo("Echo: Hello");
    }
  }

  // def test_websocket_json():
  @Test
  void websocketJson() {
    try (var client = TestClient.of(this);
        var websocket = client.websocket("/ws/json")) {
      websocket.sendJson(Json.object("type", "greeting"));
      var data = websocket.receiveJson();
      assertThat(data.get("type").asString()).isEqualTo("response");
    }
  }

  // def test_websocket_disconnect():
  @Test
  void websocketDisconnect() {
    try (var client = TestClient.of(this);
        var websocket = client.websocket("/ws")) {
      websocket.sendText("quit");
      // 连接应该关闭: what the guide only says, this checks.
      websocket.expectClose(1000);
    }
  }
}
