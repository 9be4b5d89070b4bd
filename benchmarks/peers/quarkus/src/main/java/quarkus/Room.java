package quarkus;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Sends what it gets to all. */
@WebSocket(path = "/ws/room")
public class Room {
  @OnTextMessage(broadcast = true)
  @RunOnVirtualThread
  String onText(String text) {
    return text;
  }
}
