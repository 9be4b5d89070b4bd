package dev.parley.internal.app;

import dev.parley.CloseReason;
import dev.parley.Handshake;
import dev.parley.Limit;
import dev.parley.Request;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import dev.parley.internal.log.LoopLog;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tells several observers; one that fails keeps nothing from the others. */
final class Listeners implements ServerListener {
  private static final LoopLog LOG = LoopLog.of("dev.parley.server");

  private final List<ServerListener> all;

  private Listeners(List<ServerListener> all) {
    this.all = all;
  }

  static ServerListener of(List<ServerListener> some, List<ServerListener> others) {
    return new Listeners(Stream.concat(some.stream(), others.stream()).toList());
  }

  @Override
  public void connectionOpened(WebSocket ws) {
    tell(listener -> listener.connectionOpened(ws));
  }

  @Override
  public void connectionClosed(WebSocket ws, CloseReason reason, Duration age) {
    tell(listener -> listener.connectionClosed(ws, reason, age));
  }

  @Override
  public void handshakeRefused(Handshake handshake, int status) {
    tell(listener -> listener.handshakeRefused(handshake, status));
  }

  @Override
  public void handlerFailed(Request request, Throwable failure) {
    tell(listener -> listener.handlerFailed(request, failure));
  }

  @Override
  public void limitReached(Limit limit) {
    // Often, as in a flood: nothing is allocated.
    for (int i = 0; i < all.size(); i++) {
      try {
        all.get(i).limitReached(limit);
      } catch (RuntimeException failure) {
        LOG.error("A ServerListener failed", failure);
      }
    }
  }

  private void tell(Consumer<ServerListener> event) {
    for (var listener : all) {
      try {
        event.accept(listener);
      } catch (RuntimeException failure) {
        LOG.error("A ServerListener failed", failure);
      }
    }
  }
}
