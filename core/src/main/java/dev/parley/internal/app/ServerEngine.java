package dev.parley.internal.app;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Handshake;
import dev.parley.HttpException;
import dev.parley.Limit;
import dev.parley.Request;
import dev.parley.Response;
import dev.parley.Rooms;
import dev.parley.Server;
import dev.parley.ServerConfig;
import dev.parley.ServerListener;
import dev.parley.WebSocket;
import dev.parley.auth.Tickets;
import dev.parley.internal.auth.InMemoryTickets;
import dev.parley.internal.binding.Assembler;
import dev.parley.internal.binding.Assembly;
import dev.parley.internal.connection.Connection;
import dev.parley.internal.connection.ConnectionSettings;
import dev.parley.internal.connection.ConnectionTask;
import dev.parley.internal.connection.HandlerServices;
import dev.parley.internal.connection.Swept;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.handshake.Origins;
import dev.parley.internal.http.Forwarding;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.HttpService;
import dev.parley.internal.http.Replies;
import dev.parley.internal.http.RequestContext;
import dev.parley.internal.http.RequestContext.RequestReading;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.json.JacksonCodec;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.limit.Admission;
import dev.parley.internal.limit.Admissions;
import dev.parley.internal.limit.Admissions.Outcome;
import dev.parley.internal.limit.Doorkeeper;
import dev.parley.internal.limit.Hits;
import dev.parley.internal.limit.NodeLedger;
import dev.parley.internal.limit.Sampling;
import dev.parley.internal.log.LoopLog;
import dev.parley.internal.netty.Engine;
import dev.parley.internal.room.RoomRegistry;
import dev.parley.internal.routing.ErrorMappings;
import dev.parley.internal.routing.Route;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What stands behind the network of one server: routes, dependencies, rooms, and the decision on
 * each handshake.
 */
final class ServerEngine implements Engine, HandlerServices {
  private static final LoopLog LOG = LoopLog.of("dev.parley.server");
  private static final CloseReason RESTART =
      CloseReason.of(CloseCode.SERVICE_RESTART, "The server is restarting.");

  private final JsonCodec json = JacksonCodec.create();
  private final ServerListener listener;
  private final Replies replies;
  private final HttpReply shortOfMemory;
  private final ConnectionSettings settings;
  private final Doorkeeper doorkeeper;
  private final Admissions admissions;
  private final Forwarding forwarding;
  private final Origins origins;
  private final Sampling refusedOrigins;
  private final RoomRegistry rooms;
  private final Assembly assembly;
  private final RequestReading reading;
  private final HttpService http;
  private final Activity handlers = new Activity();
  private final Activity lines = new Activity();
  private volatile boolean draining;

  ServerEngine(AppDefinition definition, StartOptions options, ServerConfig config, Server server) {
    this.listener = Listeners.of(definition.listeners(), options.listeners());
    this.replies = new Replies(json, listener::handlerFailed);
    this.shortOfMemory = busy("The server is short of memory.");
    var hits = new Hits(options.time(), listener::limitReached);
    this.settings = ConnectionSettings.of(config, options.time(), hits);
    this.forwarding = new Forwarding(config.proxies());
    var ledger = new NodeLedger(options.time());
    this.doorkeeper = new Doorkeeper(config.limits(), forwarding::isProxy, ledger, hits);
    this.admissions = new Admissions(config.limits(), options.time(), hits, ledger, doorkeeper);
    this.origins = new Origins(config.allowedOrigins());
    this.refusedOrigins = new Sampling(options.time());
    this.rooms = new RoomRegistry(definition.roomOptions(), json, options.time());
    var tickets = new InMemoryTickets(options.time());
    this.assembly =
        Assembler.assemble(
            definition,
            Map.of(
                Rooms.class, () -> rooms,
                Server.class, () -> server,
                ServerConfig.class, () -> config,
                Tickets.class, () -> tickets),
            json,
            options.overrides());
    this.reading = new RequestReading(assembly.conversions(), json);
    this.http = new HttpService(assembly, replies, reading, definition);
  }

  Assembly assembly() {
    return assembly;
  }

  RoomRegistry rooms() {
    return rooms;
  }

  /** Handlers of connections and requests that run. */
  Activity handlers() {
    return handlers;
  }

  /** Lines of connections that are open. */
  Activity lines() {
    return lines;
  }

  int connections() {
    return lines.count();
  }

  /** From now on every handshake is refused. */
  void drain() {
    draining = true;
  }

  /** Has every connection of an event loop closed with 1012. */
  static void askToLeave(List<Swept> ofLoop) {
    for (var one : ofLoop) {
      if (one instanceof Connection connection) {
        connection.closeByServer(RESTART);
      }
    }
  }

  /** Interrupts what still runs on the connections of an event loop. */
  static void interrupt(List<Swept> ofLoop) {
    for (var one : ofLoop) {
      if (one instanceof Connection connection) {
        connection.interruptHandler();
      }
    }
  }

  /** Names what still runs on the connections of an event loop in the log. */
  static void nameHandlers(List<Swept> ofLoop) {
    for (var one : ofLoop) {
      if (one instanceof Connection connection) {
        connection.nameHandler();
      }
    }
  }

  /** The threads of what runs on the connections of an event loop. */
  static List<Thread> threads(List<Swept> ofLoop) {
    return ofLoop.stream()
        .filter(Connection.class::isInstance)
        .map(Connection.class::cast)
        .flatMap(Connection::threads)
        .toList();
  }

  // --- for the network ---

  @Override
  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  @Override
  public Decision decide(RequestHead head, OpeningHandshake.Proper opening) {
    if (draining) {
      return new Decision.Refuse(busy("The server is restarting."));
    }
    try {
      return decide(RequestContext.of(forwarding.resolve(head), assembly.routes(), reading));
    } catch (HttpException refused) {
      return new Decision.Refuse(replies.problem(refused.status(), refused.detail()));
    }
  }

  private Decision decide(RequestContext.Routed<Route.Socket> routed) {
    var request = routed.request();
    var origin = request.header("origin");
    if (origin.isPresent() && !origins.allowsOrSame(origin.get(), request.host())) {
      logRefused(request, origin.get());
      return refuse(request, replies.problem(403, "Origin '" + origin.get() + "' is not allowed."));
    }
    if (lines.begin() > settings.config().maxConnections()) {
      lines.end();
      settings.hits().hit(Limit.CONNECTIONS, request.remoteAddress());
      return refuse(request, busy("The server has too many connections."));
    }
    return switch (admissions.admit(request.remoteAddress(), routed.route())) {
      case Outcome.Admitted(var admission) -> {
        handlers.begin();
        yield new Decision.Serve(
            new ConnectionTask.Request(routed.route(), request, request.heldBytes(), admission));
      }
      case Outcome.Refused refused -> {
        lines.end();
        var problem = replies.problem(refused.status(), refused.detail());
        yield refuse(request, withRetryAfter(problem, refused.retryAfterSeconds()));
      }
    };
  }

  private void logRefused(RequestContext request, String origin) {
    long since = refusedOrigins.count();
    if (since > 0) {
      LOG.warn(
          "{}: a page of origin '{}' was refused, {} times since the line before; allowedOrigins"
              + " lists those that may connect",
          request.rawPath(),
          Origins.printable(origin),
          since);
    }
  }

  private Decision refuse(RequestContext request, HttpReply reply) {
    listener.handshakeRefused(request, reply.status());
    return new Decision.Refuse(reply);
  }

  private HttpReply busy(String detail) {
    return withRetryAfter(replies.problem(503, detail), 1);
  }

  private static HttpReply withRetryAfter(HttpReply reply, long seconds) {
    return new HttpReply(
        reply.status(),
        reply.headers().with("retry-after", Long.toString(seconds)),
        reply.content());
  }

  @Override
  public void lineEnded(Admission admission) {
    admission.end();
    lines.end();
  }

  @Override
  public void serve(RequestHead head, byte[] body, Consumer<HttpReply> write) {
    handlers.begin();
    try {
      write.accept(http.serve(forwarding.resolve(head), body));
    } finally {
      handlers.end();
    }
  }

  @Override
  public HttpReply problem(int status, String message, SocketAddress peer) {
    var problem = replies.problem(status, message);
    return switch (status) {
      case 413, 414, 431 -> counted(Limit.REQUEST_SIZE, peer, problem);
      case 408 -> counted(Limit.REQUEST_TIME, peer, problem);
      // What breaks a rule runs into no limit.
      default -> problem;
    };
  }

  @Override
  public HttpReply shortOfMemory(Limit limit, SocketAddress peer) {
    return counted(limit, peer, shortOfMemory);
  }

  private HttpReply counted(Limit limit, SocketAddress peer, HttpReply problem) {
    settings.hits().hit(limit, peer);
    return problem;
  }

  @Override
  public ConnectionSettings settings() {
    return settings;
  }

  @Override
  public HandlerServices services() {
    return this;
  }

  // --- for handlers ---

  @Override
  public JsonCodec json() {
    return json;
  }

  @Override
  public RequestScope openScope(Handshake handshake, WebSocket ws) {
    var scope = assembly.dependencies().openScope(handshake, Optional.of(ws));
    if (handshake instanceof RequestContext context) {
      context.attach(scope);
    }
    return scope;
  }

  @Override
  public HttpReply refusal(Response response) {
    return replies.of(response);
  }

  @Override
  public HttpReply refusal(Handshake handshake, Throwable failure, ErrorMappings mappings) {
    return replies.ofFailure((Request) handshake, failure, mappings);
  }

  @Override
  public ServerListener listener() {
    return listener;
  }

  @Override
  public void handlerEnded() {
    handlers.end();
  }
}
