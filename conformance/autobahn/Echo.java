import dev.parley.*;

// The server that the Autobahn test suite talks to: see run beside this file.

@WebSocketRoute("/ws")
void echo(WebSocket ws) {
  for (var message : ws.messages()) {
    switch (message) {
      case Message.Text(var text) -> ws.sendText(text);
      case Message.Binary(var bytes) -> ws.sendBytes(bytes);
      case Message.Disconnect _ -> {}
    }
  }
}

void main() {
  Parley.create()
      .routes(this)
      .config(config -> config
          .maxMessageBytes(32 << 20)
          .maxFragments(1_000_000)
          .compression(c -> c.compressionMode(CompressionMode.CONTEXT).compressionThresholdBytes(0)))
      .run();
}
