package dev.parley.internal.inject;

import dev.parley.ConfigurationException;
import dev.parley.Request;
import dev.parley.Scope;
import dev.parley.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of a running application: what lives as long as it does, and what opens scopes.
 *
 * <p>Any thread may use it once it was started.
 */
public final class Dependencies implements Instances {
  private final Wiring wiring;
  private final List<Provider> providers;
  private final Slots slots;
  private final int connectionSlots;

  /** Providers by the class that somebody asked for. */
  private final ConcurrentMap<Class<?>, Provider> byClass = new ConcurrentHashMap<>();

  Dependencies(Wiring wiring, List<Provider> providers) {
    this.wiring = wiring;
    this.providers = List.copyOf(providers);
    this.connectionSlots = count(Scope.CONNECTION);
    this.slots = Slots.of(count(Scope.APPLICATION));
  }

  /**
   * Makes the instances of application scope, each after those that it needs.
   *
   * @throws ConfigurationException if a provider fails; names it, has its exception as the cause,
   *     and everything made before is closed again
   */
  public void start() {
    for (var provider : providers) {
      if (provider.scope() == Scope.APPLICATION && provider.isKept()) {
        start(provider);
      }
    }
  }

  /**
   * Opens the scope of one connection or request.
   *
   * @param request the request or handshake
   * @param webSocket the connection; empty for an HTTP request
   */
  public RequestScope openScope(Request request, Optional<WebSocket> webSocket) {
    return new RequestScope(this, request, webSocket);
  }

  /**
   * The instance of a type of application scope.
   *
   * @throws ConfigurationException if nothing of application scope provides the type
   */
  @SuppressWarnings("unchecked") // A provider of a type makes instances of it.
  public <T> T get(Class<T> type) {
    var provider = provider(type);
    if (provider.scope() != Scope.APPLICATION) {
      throw new ConfigurationException(
          provider + " is of connection scope; ask the request or the connection for it.");
    }
    try {
      return (T) Absent.refuse(instance(provider));
    } catch (Throwable failure) {
      throw Sneaky.unchecked(failure);
    }
  }

  /**
   * Closes the instances of application scope, in the reverse order of creation; every one is
   * closed even if another fails. Does nothing the second time.
   *
   * @throws Exception the first failure, the others suppressed in it
   */
  public void close() throws Exception {
    slots.close();
  }

  @Override
  public Object instance(Provider provider) throws Throwable {
    return provider.isKept() ? slots.get(provider, this) : provider.make(this).instance();
  }

  @Override
  public @Nullable Object[] read(Provider provider) {
    return new @Nullable Object[provider.arguments().size()];
  }

  /** The provider of a type that is asked for at run time. */
  Provider provider(Class<?> type) {
    return byClass.computeIfAbsent(type, wiring::provider);
  }

  int connectionSlots() {
    return connectionSlots;
  }

  private void start(Provider provider) {
    try {
      Absent.refuse(instance(provider));
    } catch (Throwable failure) {
      closeAfter(failure);
      throw failedToStart(provider, failure);
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
  }

  private static ConfigurationException failedToStart(Provider provider, Throwable failure) {
    var refused =
        new ConfigurationException(
            "Provider of %s failed at start-up: %s".formatted(provider, failure));
    refused.initCause(failure);
    return refused;
  }

  private int count(Scope scope) {
    return (int) providers.stream().filter(provider -> provider.scope() == scope).count();
  }
}
