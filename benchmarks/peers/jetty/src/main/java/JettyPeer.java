import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty's own API, with virtual threads. */
public final class JettyPeer {
  private static final Set<Session> MEMBERS = ConcurrentHashMap.newKeySet();

  private JettyPeer() {}

  /** Returns what it gets. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      getSession().sendText(text, Callback.NOOP);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer bytes, Callback callback) {
      getSession().sendBinary(bytes, callback);
    }
  }

  /** Sends what it gets to all. */
  public static final class Room extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      MEMBERS.add(session);
    }

    @Override
    public void onWebSocketText(String text) {
      MEMBERS.forEach(member -> member.sendText(text, Callback.NOOP));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      MEMBERS.remove(getSession());
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable problem) {
      MEMBERS.remove(getSession());
    }
  }

  public static void main(String[] arguments) throws Exception {
    var threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(threads);
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(arguments[0]));
    connector.setAcceptQueueSize(4096);
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setIdleTimeout(Duration.ofMinutes(30));
              container.addMapping("/ws/echo", (request, response, callback) -> new Echo());
              container.addMapping("/ws/room", (request, response, callback) -> new Room());
            }));
    server.start();
  }
}
