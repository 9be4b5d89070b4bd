import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Vert.x on its native transport, one verticle for each core. */
final class VertxPeer extends VerticleBase {
  private static final Set<ServerWebSocket> MEMBERS = ConcurrentHashMap.newKeySet();

  private final int port;

  private VertxPeer(int port) {
    this.port = port;
  }

  @Override
  public Future<?> start() {
    var options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setAcceptBacklog(4096)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    return vertx.createHttpServer(options).webSocketHandler(VertxPeer::serve).listen();
  }

  private static void serve(ServerWebSocket socket) {
    if (socket.path().equals("/ws/room")) {
      MEMBERS.add(socket);
      socket.closeHandler(end -> MEMBERS.remove(socket));
      socket.textMessageHandler(text -> MEMBERS.forEach(member -> member.writeTextMessage(text)));
      socket.binaryMessageHandler(
          bytes -> MEMBERS.forEach(member -> member.writeBinaryMessage(bytes)));
    } else {
      socket.textMessageHandler(socket::writeTextMessage);
      socket.binaryMessageHandler(socket::writeBinaryMessage);
    }
  }

  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    int cores = Runtime.getRuntime().availableProcessors();
    vertx.deployVerticle(
        () -> new VertxPeer(port), new DeploymentOptions().setInstances(cores));
  }
}
