package dev.parley.test;

import dev.parley.Request;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A server that runs elsewhere: another process, another machine. */
final class ServerElsewhere implements Backend {
  private static final Set<String> SCHEMES = Set.of("http", "ws");
  private static final int DEFAULT_PORT = 80;

  private final URI uri;
  private final Network network;

  ServerElsewhere(URI uri) {
    if (!SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "The address of the server is '"
              + uri
              + "'; expected one such as http://localhost:8000.");
    }
    this.uri = uri;
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    this.network =
        new SocketNetwork(new InetSocketAddress(uri.getHost(), port), uri.getAuthority());
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Optional<OwnServer> own() {
    return Optional.empty();
  }

  @Override
  public void override(Class<?> type, Function<Request, ?> provider) {
    throw new IllegalStateException(
        "The server at "
            + uri
            + " runs already; dependencies are overridden where the client starts it.");
  }

  @Override
  public void close() {
    network.close();
  }
}
