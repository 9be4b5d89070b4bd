package dev.parley.internal.netty;

import dev.parley.Limit;
import dev.parley.internal.connection.ConnectionSettings;
import dev.parley.internal.connection.ConnectionTask;
import dev.parley.internal.connection.HandlerServices;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.limit.Doorkeeper;
import java.net.SocketAddress;
import java.util.function.Consumer;

/** What stands behind the network: it decides and serves, the network carries. */
public interface Engine {
  /** What becomes of a handshake. */
  sealed interface Decision {
    /** It becomes a connection, whose handler may still refuse it. */
    record Serve(ConnectionTask.Request request) implements Decision {}

    /** It is refused at once. */
    record Refuse(HttpReply reply) implements Decision {}
  }

  /** Who decides on lines before anything is read. */
  Doorkeeper doorkeeper();

  /** Decides on a proper handshake. Event loop; does not block. */
  Decision decide(RequestHead head, OpeningHandshake.Proper opening);

  /**
   * Serves an HTTP request and has its reply written, which a shutdown waits for. Virtual thread;
   * never throws.
   */
  void serve(RequestHead head, byte[] body, Consumer<HttpReply> write);

  /**
   * Makes the answer to a request that could not even be read, and counts the limit that it met.
   *
   * @param peer who sent it, for the log
   */
  HttpReply problem(int status, String message, SocketAddress peer);

  /**
   * Counts that there is no memory for a request, and returns the answer to it: always the same, as
   * there is no memory.
   *
   * @param peer who sent it, for the log
   */
  HttpReply shortOfMemory(Limit limit, SocketAddress peer);

  /** What connections share. */
  ConnectionSettings settings();

  /** What handlers need. */
  HandlerServices services();
}
