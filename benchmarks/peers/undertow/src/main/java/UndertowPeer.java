import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.LogManager;
import org.xnio.Options;

/** Undertow: listeners on its I/O threads. */
final class UndertowPeer {
  private static final Set<WebSocketChannel> MEMBERS = ConcurrentHashMap.newKeySet();

  private UndertowPeer() {}

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      var data = message.getData();
      WebSockets.sendBinary(WebSockets.mergeBuffers(data.getResource()), channel, null);
      data.free();
    }
  }

  private static final class Room extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      var text = message.getData();
      MEMBERS.forEach(member -> WebSockets.sendText(text, member, null));
    }
  }

  private static final WebSocketConnectionCallback ECHO =
      (exchange, channel) -> {
        channel.getReceiveSetter().set(new Echo());
        channel.resumeReceives();
      };

  private static final WebSocketConnectionCallback ROOM =
      (exchange, channel) -> {
        MEMBERS.add(channel);
        channel.addCloseTask(MEMBERS::remove);
        channel.getReceiveSetter().set(new Room());
        channel.resumeReceives();
      };

  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    Undertow.builder()
        .addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1")
        .setSocketOption(Options.BACKLOG, 4096)
        .setHandler(
            Handlers.path()
                .addExactPath("/ws/echo", Handlers.websocket(ECHO))
                .addExactPath("/ws/room", Handlers.websocket(ROOM)))
        .build()
        .start();
  }
}
