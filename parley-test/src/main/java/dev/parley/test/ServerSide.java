package dev.parley.test;

import dev.parley.CloseReason;
import dev.parley.Request;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens to the server of a client, so that tests learn what happened to their own connections and
 * requests.
 */
final class ServerSide implements ServerListener {
  /** By this side's address of the wire, which is the server's remote address. */
  private final Map<SocketAddress, HandlerRecord> records = new ConcurrentHashMap<>();

  /** The record of a wire; made by whoever asks first. */
  HandlerRecord record(SocketAddress wire) {
    return records.computeIfAbsent(wire, unknown -> new HandlerRecord());
  }

  /** Forgets a wire, whose address the next one may have. */
  void forget(SocketAddress wire) {
    records.remove(wire);
  }

  /** Every record that is not forgotten. */
  List<HandlerRecord> records() {
    return List.copyOf(records.values());
  }

  @Override
  public void connectionOpened(WebSocket ws) {
    record(ws.handshake().peerAddress()).opened(Thread.currentThread());
  }

  @Override
  public void connectionClosed(WebSocket ws, CloseReason reason, Duration age) {
    record(ws.handshake().peerAddress()).ended();
  }

  @Override
  public void handlerFailed(Request request, Throwable failure) {
    record(request.peerAddress()).failed(failure);
  }
}
