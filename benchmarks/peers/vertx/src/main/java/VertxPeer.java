import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Vert.x on its native transport, one verticle for each core. */
final class VertxPeer extends VerticleBase {
  private static final Set<ServerWebSocket> MEMBERS = ConcurrentHashMap.newKeySet();

  private final HttpServerOptions options;

  private VertxPeer(HttpServerOptions options) {
    this.options = options;
  }

  @Override
  public Future<?> start() {
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

  private static HttpServerOptions options(String[] arguments) {
    var options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(Integer.parseInt(arguments[0]))
            .setAcceptBacklog(4096)
            .setPerMessageWebSocketCompressionSupported(arguments[1].equals("deflate"))
            .setPerFrameWebSocketCompressionSupported(false)
            .setWebSocketCompressionLevel(6)
            .setWebSocketAllowServerNoContext(true)
            .setWebSocketPreferredClientNoContext(true);
    if (arguments[1].equals("tls")) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions().setCertPath(arguments[2]).setKeyPath(arguments[3]));
    }
    return options;
  }

  /** Arguments: port, and then "plain", "deflate" or "tls" with the files of chain and key. */
  public static void main(String[] arguments) {
    var options = options(arguments);
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    int cores = Runtime.getRuntime().availableProcessors();
    vertx.deployVerticle(
        () -> new VertxPeer(options), new DeploymentOptions().setInstances(cores));
  }
}
