package dev.parley.test;

import dev.parley.App;
import dev.parley.ConfigurationException;
import dev.parley.Parley;
import dev.parley.Request;
import dev.parley.Server;
import dev.parley.internal.app.AppAccess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of an application under test, for its WebSockets and its HTTP routes.
 *
 * <pre>{@code
 * try (var client = TestClient.of(app); var ws = client.websocket("/ws")) {
 *   ws.sendText("Hello");
 *   assertThat(ws.receiveText()).isEqualTo("Echo: Hello");
 * }
 * }</pre>
 *
 * <p>The server is started with the first use, and closed with the client. It is the one of
 * production: what a client sends goes through the same HTTP and frame code, whether over memory
 * ({@link #of}) or over a port ({@link #overTcp}).
 *
 * <p>Every wait ends after {@link #deadline()} with an {@link AssertionError}. What a handler
 * throws and nothing maps is thrown in the test. Options are set before the first use by one
 * thread; afterwards any thread may use it.
 */
public final class TestClient implements AutoCloseable {
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);

  private final Backend backend;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final CookieJar cookies = new CookieJar();
  private final Set<TestWebSocket> open = ConcurrentHashMap.newKeySet();
  private Duration deadline = DEFAULT_DEADLINE;
  private boolean closed;

  private TestClient(Backend backend) {
    this.backend = backend;
  }

  // --- ways to a server ---

  /**
   * Makes a client of an application that runs in memory: no port, no sockets.
   *
   * @param app the application
   * @return the client
   */
  public static TestClient of(App app) {
    return new TestClient(OwnServer.inMemory(AppAccess.definitionOf(app)));
  }

  /**
   * Makes a client of the annotated routes of objects, in memory.
   *
   * @param routes the objects
   * @return the client
   */
  public static TestClient of(Object... routes) {
    return of(Parley.create().routes(routes));
  }

  /**
   * Makes a client of an application that listens on a free port of this machine, whatever its
   * options say.
   *
   * @param app the application
   * @return the client
   */
  public static TestClient overTcp(App app) {
    return new TestClient(OwnServer.overTcp(AppAccess.definitionOf(app)));
  }

  /**
   * Makes a client of the annotated routes of objects, on a free port of this machine.
   *
   * @param routes the objects
   * @return the client
   */
  public static TestClient overTcp(Object... routes) {
    return overTcp(Parley.create().routes(routes));
  }

  /**
   * Makes a client of a server that runs already, anywhere. What its handlers throw, and its time,
   * are not known here.
   *
   * @param server its address, such as {@code http://localhost:8000}
   * @return the client
   * @throws IllegalArgumentException if the scheme is neither {@code http} nor {@code ws}
   */
  public static TestClient to(URI server) {
    return new TestClient(new ServerElsewhere(server));
  }

  // --- options ---

  /**
   * Adds a header field to every request and handshake.
   *
   * @param name the name
   * @param value the value
   * @return this client
   */
  public TestClient header(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  /**
   * Sets a cookie for every request and handshake from now on. Those that the server sets are kept
   * as well.
   *
   * @param name the name
   * @param value the value
   * @return this client
   */
  public TestClient cookie(String name, String value) {
    cookies.put(name, value);
    return this;
  }

  /**
   * Sets how long every wait may take, by the time of the machine. Default 5 s.
   *
   * @param limit more than zero
   * @return this client
   */
  public TestClient deadline(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("deadline is " + limit + "; expected more than zero.");
    }
    deadline = limit;
    return this;
  }

  /**
   * Replaces a dependency, whoever asks for it, by an instance that the test keeps.
   *
   * @param type the type that parameters ask for
   * @param instance the instance
   * @param <T> the type
   * @return this client
   * @throws IllegalStateException if the server runs already
   */
  public <T> TestClient override(Class<T> type, T instance) {
    backend.override(type, request -> instance);
    return this;
  }

  /**
   * Replaces a dependency, whoever asks for it, by one for each connection or request.
   *
   * @param type the type that parameters ask for
   * @param provider makes an instance; the test closes what it returns
   * @param <T> the type
   * @return this client
   * @throws IllegalStateException if the server runs already
   */
  public <T> TestClient overridePerConnection(
      Class<T> type, Function<Request, ? extends T> provider) {
    backend.override(type, provider);
    return this;
  }

  // --- WebSockets ---

  /**
   * Opens a WebSocket.
   *
   * @param target the path, with the query if there is one; what is not ASCII is percent-encoded
   * @return the connection, to be closed by the test
   * @throws HandshakeRefusedException if the handshake is refused
   * @throws ConfigurationException if the application cannot start
   * @throws AssertionError if there is no answer within {@link #deadline()}
   */
  public TestWebSocket websocket(String target) {
    return connect(target).open();
  }

  /**
   * Prepares a handshake with headers, cookies, subprotocols or an origin.
   *
   * @param target the path, with the query if there is one
   * @return the handshake
   */
  public TestHandshake connect(String target) {
    return new TestHandshake(this, target);
  }

  /**
   * Opens a line without saying anything.
   *
   * @return the line, to be closed by the test
   */
  public RawClient raw() {
    return new RawClient(this, "the line", new Exchange(this));
  }

  /**
   * Opens a WebSocket whose frames the test writes and reads itself.
   *
   * @param target the path, with the query if there is one
   * @return the line behind the handshake, to be closed by the test
   * @throws HandshakeRefusedException if the handshake is refused
   */
  public RawClient raw(String target) {
    return connect(target).raw();
  }

  // --- HTTP ---

  /**
   * Sends a GET request; see {@link TestRequest#send()}.
   *
   * @param target the path, with the query if there is one
   * @return the response
   */
  public TestResponse get(String target) {
    return request("GET", target).send();
  }

  /**
   * Sends a POST request with a JSON body; see {@link TestRequest#send()}.
   *
   * @param target the path, with the query if there is one
   * @param body the value to write as JSON
   * @return the response
   */
  public TestResponse post(String target, @Nullable Object body) {
    return request("POST", target).json(body).send();
  }

  /**
   * Sends a PUT request with a JSON body; see {@link TestRequest#send()}.
   *
   * @param target the path, with the query if there is one
   * @param body the value to write as JSON
   * @return the response
   */
  public TestResponse put(String target, @Nullable Object body) {
    return request("PUT", target).json(body).send();
  }

  /**
   * Sends a PATCH request with a JSON body; see {@link TestRequest#send()}.
   *
   * @param target the path, with the query if there is one
   * @param body the value to write as JSON
   * @return the response
   */
  public TestResponse patch(String target, @Nullable Object body) {
    return request("PATCH", target).json(body).send();
  }

  /**
   * Sends a DELETE request; see {@link TestRequest#send()}.
   *
   * @param target the path, with the query if there is one
   * @return the response
   */
  public TestResponse delete(String target) {
    return request("DELETE", target).send();
  }

  /**
   * Prepares a request with headers, cookies, or another body than JSON.
   *
   * @param method the method in capitals
   * @param target the path, with the query if there is one
   * @return the request
   */
  public TestRequest request(String method, String target) {
    return new TestRequest(this, method, target);
  }

  // --- the server ---

  /**
   * Returns the server, started if it was not: its rooms, its dependencies, its port.
   *
   * @return the server
   * @throws IllegalStateException if it runs elsewhere
   */
  public Server server() {
    return own().server();
  }

  /**
   * Returns the time of the server.
   *
   * @return the time, to be moved by the test
   * @throws IllegalStateException if it runs elsewhere
   */
  public TestTime time() {
    return own().time();
  }

  /**
   * Returns how long every wait may take.
   *
   * @return the limit
   */
  public Duration deadline() {
    return deadline;
  }

  /**
   * Returns a cookie that the server or the test has set.
   *
   * @param name the name
   * @return the value, or empty
   */
  public Optional<String> cookie(String name) {
    return cookies.get(name);
  }

  /**
   * Closes the connections that are open, as if their blocks were left, then the server.
   *
   * @throws AssertionError if a handler does not end in time
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      closeConnections();
      backend.close();
      backend.own().ifPresent(own -> requireEnded(own.side()));
    } finally {
      backend.close();
    }
  }

  private void closeConnections() {
    Throwable first = null;
    for (var ws : List.copyOf(open)) {
      try {
        ws.close();
      } catch (Throwable failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw Raising.raise(first);
    }
  }

  /**
   * What raw clients have left behind has been told to leave by the server; now it must have gone.
   */
  private static void requireEnded(ServerSide side) {
    var running =
        side.records().stream()
            .filter(HandlerRecord::isRunning)
            .map(HandlerRecord::whereabouts)
            .collect(Collectors.joining(" "));
    if (!running.isEmpty()) {
      throw new AssertionError("A connection outlived its server. " + running);
    }
  }

  // --- for the requests and connections of this client ---

  Network network() {
    return backend.network();
  }

  Optional<ServerSide> serverSide() {
    return backend.own().map(OwnServer::side);
  }

  CookieJar cookies() {
    return cookies;
  }

  /**
   * How long a handler may take to end: one that listens for a while after its client has left is
   * no error.
   */
  Duration handlerPatience() {
    return deadline.plus(own().server().config().disconnectGrace());
  }

  /** The headers of every request: what it is for, what the client always says, cookies. */
  List<Map.Entry<String, String>> commonHeaders(String target, List<String> moreCookies) {
    var all = new ArrayList<Map.Entry<String, String>>();
    all.add(Map.entry("host", network().host()));
    all.addAll(headers);
    String cookie =
        Stream.concat(Stream.of(cookies.header(RequestText.path(target))), moreCookies.stream())
            .filter(one -> !one.isEmpty())
            .collect(Collectors.joining("; "));
    if (!cookie.isEmpty()) {
      all.add(Map.entry("cookie", cookie));
    }
    return all;
  }

  void opened(TestWebSocket ws) {
    open.add(ws);
  }

  void left(TestWebSocket ws) {
    open.remove(ws);
  }

  private OwnServer own() {
    return backend
        .own()
        .orElseThrow(() ->
            new IllegalStateException(
                "The server runs elsewhere; make the client with TestClient.of or TestClient.overTcp."));
  }
}
