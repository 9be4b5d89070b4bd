package dev.parley.internal.inject;

import dev.parley.ConfigurationException;
import dev.parley.Handshake;
import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import dev.parley.Request;
import dev.parley.Scope;
import dev.parley.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of one connection or HTTP request: one instance for each type, closed in the
 * reverse order of creation. Any thread may ask.
 */
public final class RequestScope implements Instances {
  private final Dependencies dependencies;
  private final Request request;
  private final @Nullable WebSocket webSocket;

  /** Null before the first instance. Guarded by this. */
  private @Nullable Slots slots;

  /** What providers take from the request, by slot; set before user code runs, then only read. */
  private @Nullable Object @Nullable [] @Nullable [] readAhead;

  /** Set by the identity that came in the offered subprotocols; read by any thread. */
  private volatile @Nullable String chosenSubprotocol;

  RequestScope(Dependencies dependencies, Request request, Optional<WebSocket> webSocket) {
    this.dependencies = dependencies;
    this.request = request;
    this.webSocket = webSocket.orElse(null);
  }

  /** The request or handshake. */
  public Request request() {
    return request;
  }

  /** The connection; empty for an HTTP request. */
  public Optional<WebSocket> webSocket() {
    return Optional.ofNullable(webSocket);
  }

  /** The subprotocol that the answer must name, because the credential came behind it. */
  public Optional<String> chosenSubprotocol() {
    return Optional.ofNullable(chosenSubprotocol);
  }

  /**
   * The instance of a type, made if that has not happened in this scope.
   *
   * @throws ConfigurationException if nothing provides the type
   */
  @SuppressWarnings("unchecked") // A provider of a type makes instances of it.
  public <T> T get(Class<T> type) {
    try {
      return (T) Absent.refuse(instance(dependencies.provider(type)));
    } catch (Throwable failure) {
      throw Sneaky.unchecked(failure);
    }
  }

  /**
   * Closes what was made, in the reverse order of creation; every one is closed even if another
   * fails. Does nothing the second time.
   *
   * @throws Exception the first failure, the others suppressed in it
   */
  public void close() throws Exception {
    slots().close();
  }

  @Override
  public Object instance(Provider provider) throws Throwable {
    if (provider.scope() == Scope.APPLICATION) {
      return dependencies.instance(provider);
    }
    return provider.isKept() ? slots().get(provider, this) : provider.make(this).instance();
  }

  @Override
  public @Nullable Object[] read(Provider provider) {
    var ahead = readAhead == null ? null : readAhead[provider.slot()];
    if (ahead != null) {
      return ahead.clone();
    }
    var problems = new ArrayList<Problem>();
    var values = read(provider.arguments(), problems);
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return values;
  }

  private synchronized Slots slots() {
    var known = slots;
    if (known == null) {
      known = Slots.of(dependencies.connectionSlots());
      slots = known;
    }
    return known;
  }

  /** Reads what providers will take from the request, before any of them runs. */
  void readAhead(List<Provider> providers, List<Problem> problems) {
    var ahead = new @Nullable Object @Nullable [dependencies.connectionSlots()][];
    for (var provider : providers) {
      ahead[provider.slot()] = read(provider.arguments(), problems);
    }
    readAhead = ahead;
  }

  /** Reads the values of the request to their places among arguments. */
  @Nullable Object[] read(List<Argument> arguments, List<Problem> problems) {
    var values = new @Nullable Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      if (arguments.get(i) instanceof Argument.Read(_, var reader)) {
        values[i] = reader.read(request, problems);
      }
    }
    return values;
  }

  void choose(String subprotocol) {
    chosenSubprotocol = subprotocol;
  }

  Handshake handshake() {
    if (request instanceof Handshake handshake) {
      return handshake;
    }
    throw new ConfigurationException(
        "A Handshake was asked for in an HTTP request; take the Request.");
  }

  WebSocket requiredWebSocket() {
    return webSocket()
        .orElseThrow(
            () -> new ConfigurationException("A WebSocket was asked for in an HTTP request."));
  }
}
