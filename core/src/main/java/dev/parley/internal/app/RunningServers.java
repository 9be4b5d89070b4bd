package dev.parley.internal.app;

import dev.parley.Server;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of this process, for the command line, which restarts them. */
public final class RunningServers {
  private static final Set<Server> ALL = ConcurrentHashMap.newKeySet();

  private RunningServers() {}

  static void add(Server server) {
    ALL.add(server);
  }

  static void remove(Server server) {
    ALL.remove(server);
  }

  /** A snapshot. */
  public static List<Server> all() {
    return List.copyOf(ALL);
  }

  /** Has a signal close every server, also where none runs yet that would see to it itself. */
  public static void closeOnSignal() {
    ShutdownSignals.onSignal(() -> all().forEach(Server::close));
  }

  /** Tells whether the process was asked to stop. */
  public static boolean isStopping() {
    return ShutdownSignals.isAsked();
  }
}
