import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Javalin, with virtual threads. */
final class JavalinPeer {
  private static final Set<WsContext> MEMBERS = ConcurrentHashMap.newKeySet();

  private JavalinPeer() {}

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.jetty.modifyWebSocketServletFactory(
        factory -> factory.setIdleTimeout(Duration.ofMinutes(30)));
    config.routes.ws("/ws/echo", JavalinPeer::echo);
    config.routes.ws("/ws/room", JavalinPeer::room);
  }

  private static void echo(WsConfig ws) {
    ws.onMessage(context -> context.send(context.message()));
    ws.onBinaryMessage(context -> context.send(context.data()));
  }

  private static void room(WsConfig ws) {
    ws.onConnect(MEMBERS::add);
    ws.onClose(MEMBERS::remove);
    ws.onError(MEMBERS::remove);
    ws.onMessage(
        context -> {
          var text = context.message();
          MEMBERS.forEach(member -> member.send(text));
        });
  }

  public static void main(String[] arguments) {
    Javalin.create(JavalinPeer::configure).start("127.0.0.1", Integer.parseInt(arguments[0]));
  }
}
