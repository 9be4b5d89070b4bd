package dev.parley.internal.app;

import dev.parley.Request;
import dev.parley.ServerListener;
import dev.parley.internal.netty.NetworkKind;
import dev.parley.internal.time.SystemTime;
import dev.parley.internal.time.TimeSource;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a server is started, beyond what the application says: for tests.
 *
 * @param network what bytes travel over
 * @param address where to listen; empty for what the options of the application say
 * @param time the source of time
 * @param overrides what replaces the providers of types
 * @param listeners observers besides those of the application
 */
public record StartOptions(
    NetworkKind network,
    Optional<SocketAddress> address,
    TimeSource time,
    Map<Class<?>, Function<Request, ?>> overrides,
    List<ServerListener> listeners) {
  /** Sockets and the time of the machine. */
  public static StartOptions production() {
    return new StartOptions(
        NetworkKind.sockets(), Optional.empty(), SystemTime.INSTANCE, Map.of(), List.of());
  }
}
