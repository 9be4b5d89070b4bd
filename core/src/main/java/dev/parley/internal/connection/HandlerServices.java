package dev.parley.internal.connection;

import dev.parley.Handshake;
import dev.parley.Response;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.limit.Admission;
import dev.parley.internal.routing.ErrorMappings;

/** What the rest of the engine does for the handlers of connections. */
public interface HandlerServices {
  /** Reads and writes JSON. */
  JsonCodec json();

  /** Opens the scope of a connection's dependencies. */
  RequestScope openScope(Handshake handshake, WebSocket ws);

  /** Makes the HTTP answer that a handler refuses with. */
  HttpReply refusal(Response response);

  /** Makes the HTTP answer for an exception before acceptance; logs one that nothing maps. */
  HttpReply refusal(Handshake handshake, Throwable failure, ErrorMappings mappings);

  /** Tells every observer. */
  ServerListener listener();

  /**
   * The line of a connection is down. Event loop.
   *
   * @param admission what its request used of the limits
   */
  void lineEnded(Admission admission);

  /** A handler and its clean-up have ended. */
  void handlerEnded();
}
