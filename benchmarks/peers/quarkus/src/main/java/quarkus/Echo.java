package quarkus;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;

/** Returns what it gets. */
@WebSocket(path = "/ws/echo")
public class Echo {
  @OnTextMessage
  @RunOnVirtualThread
  String onText(String text) {
    return text;
  }

  @OnBinaryMessage
  @RunOnVirtualThread
  Buffer onBytes(Buffer bytes) {
    return bytes;
  }
}
