package dev.parley.internal.connection;

import dev.parley.Acceptance;
import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Handshake;
import dev.parley.Response;
import dev.parley.WebSocket.State;
import dev.parley.WebSocketException;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.handshake.OpeningHandshake;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.ReplyEncoder;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.limit.Admission;
import dev.parley.internal.log.LoopLog;
import dev.parley.internal.routing.Route;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a connection on its virtual thread: parameters and dependencies, the handler, then
 * the clean-up in reverse order, whatever ended it.
 */
public final class ConnectionTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.connection");

  /** For what the event loop says. */
  private static final LoopLog LOOP_LOG = LoopLog.of("dev.parley.connection");

  private static final VarHandle PHASE;
  private static final VarHandle CHILDREN;
  private static final VarHandle ID;

  static {
    try {
      var lookup = MethodHandles.lookup();
      PHASE = lookup.findVarHandle(ConnectionTask.class, "phase", Phase.class);
      CHILDREN = lookup.findVarHandle(ConnectionTask.class, "children", ChildTasks.class);
      ID = lookup.findVarHandle(ConnectionTask.class, "id", String.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static final int ID_BYTES = 12;

  private enum Phase {
    WAITING,
    RUNNING,
    BEING_INTERRUPTED,
    CLEANING_UP
  }

  private final Connection connection;
  private final Route.Socket route;
  private final Handshake handshake;
  private final HandlerServices services;
  private final Admission admission;
  private final ConnectionSocket socket;
  private volatile Phase phase = Phase.WAITING;
  private @Nullable RequestScope scope;

  /** Made when it is asked for. */
  private volatile @Nullable ChildTasks children;

  /** Made when it is asked for. */
  private volatile @Nullable String id;

  private volatile @Nullable Thread thread;
  private volatile boolean received;
  private volatile long openedAt;

  /**
   * A request to become a connection: what it asks for, and who serves it.
   *
   * @param handshakeBytes how much memory the handshake takes, which stays with the connection
   */
  public record Request(
      Route.Socket route, Handshake handshake, int handshakeBytes, Admission admission) {}

  private ConnectionTask(Connection connection, Request request, HandlerServices services) {
    this.connection = connection;
    this.route = request.route();
    this.handshake = request.handshake();
    this.services = services;
    this.admission = request.admission();
    this.socket = new ConnectionSocket(connection, this);
  }

  /** Makes a connection that {@link Connection#begin} starts. Event loop only. */
  public static Connection prepare(
      Transport transport,
      LoopContext context,
      ConnectionSettings settings,
      Request request,
      HandlerServices services) {
    var connection = new Connection(transport, context, settings);
    connection.task(new ConnectionTask(connection, request, services));
    connection.inbound().meter(request.admission().meter());
    connection.inbound().keep(request.handshakeBytes());
    return connection;
  }

  String id() {
    var known = id;
    if (known == null) {
      byte[] random = new byte[ID_BYTES];
      ThreadLocalRandom.current().nextBytes(random);
      ID.compareAndSet(this, null, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
      known = Objects.requireNonNull(id);
    }
    return known;
  }

  Admission admission() {
    return admission;
  }

  Handshake handshake() {
    return handshake;
  }

  HandlerServices services() {
    return services;
  }

  ChildTasks children() {
    var known = children;
    if (known == null) {
      CHILDREN.compareAndSet(this, null, new ChildTasks(connection, this));
      known = Objects.requireNonNull(children);
    }
    return known;
  }

  boolean hasReceived() {
    return received;
  }

  void markReceived() {
    received = true;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    phase = Phase.RUNNING;
    var failure = serve();
    failure = children().end(failure);
    beginCleanUp();
    failure = closeScope(failure);
    try {
      finish(failure);
    } finally {
      connection.handlerEnded();
      services.handlerEnded();
    }
  }

  private @Nullable Throwable serve() {
    try {
      scope = services.openScope(handshake, socket);
      route.endpoint().serve(socket, scope);
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private @Nullable Throwable closeScope(@Nullable Throwable failure) {
    var opened = scope;
    if (opened == null) {
      return failure;
    }
    try {
      opened.close();
      return failure;
    } catch (Throwable closing) {
      if (failure == null) {
        return closing;
      }
      failure.addSuppressed(closing);
      return failure;
    }
  }

  /** The handler's thread and those of its children; none before it runs. Any thread. */
  Stream<Thread> threads() {
    var handler = thread;
    return handler == null
        ? Stream.empty()
        : Stream.concat(Stream.of(handler), children().threads());
  }

  // --- the end ---

  private void finish(@Nullable Throwable failure) {
    if (connection.state() == State.CONNECTING) {
      finishUnanswered(failure);
    } else if (openedAt != 0) {
      finishOpened(failure);
    } else if (failure != null && !HandlerFailure.isNormalEnd(failure, connection)) {
      reportCrash(failure);
    }
    if (openedAt != 0) {
      var age = Duration.ofNanos(connection.time().nanoTime() - openedAt);
      var reason = connection.closeReason().orElseGet(() -> CloseReason.of(CloseCode.NORMAL, ""));
      if (LOG.isDebugEnabled()) {
        LOG.debug(
            "{} {} closed with {} after {} ms", route.path(), id(), reason.code(), age.toMillis());
      }
      services.listener().connectionClosed(socket, reason, age);
    }
  }

  private void finishUnanswered(@Nullable Throwable failure) {
    switch (failure) {
      case null -> closeUnanswered(CloseReason.of(CloseCode.NORMAL, ""));
      case WebSocketException own when !isMapped(own) -> closeUnanswered(own.closeReason());
      default -> refuse(services.refusal(handshake, failure, route.errors()));
    }
  }

  /** Whether the application says what becomes of an exception, or fails to say it. */
  private boolean isMapped(WebSocketException failure) {
    try {
      return route.errors().find(failure).isPresent();
    } catch (RuntimeException mapping) {
      return true;
    }
  }

  private void closeUnanswered(CloseReason reason) {
    if (open(Acceptance.plain())) {
      connection.close(reason);
    }
  }

  private void finishOpened(@Nullable Throwable failure) {
    if (failure == null) {
      connection.close(CloseReason.of(CloseCode.NORMAL, ""));
    } else if (!HandlerFailure.isNormalEnd(failure, connection)) {
      var reason = HandlerFailure.closeReason(failure, route.errors());
      if (reason.isEmpty()) {
        reportCrash(failure);
      }
      connection.close(
          reason.orElseGet(
              () -> CloseReason.of(CloseCode.INTERNAL_ERROR, "Internal server error.")));
    } else {
      connection.close(CloseReason.of(CloseCode.NORMAL, ""));
    }
  }

  private void reportCrash(Throwable failure) {
    LOG.error("{} failed on {}", route.source(), route.path(), failure);
    services.listener().handlerFailed(handshake, failure);
  }

  // --- the answer to the handshake ---

  /** Answers the handshake with 101. Returns false if it has been answered or the peer has gone. */
  boolean open(Acceptance acceptance) {
    var chosen = acceptance.subprotocol().or(this::defaultSubprotocol);
    chosen.ifPresent(this::requireOffered);
    var agreed = agreedDeflation();
    var headers = acceptance.headers();
    if (agreed != null) {
      headers = headers.with("sec-websocket-extensions", agreed.header());
    }
    var key = handshake.headers().first("sec-websocket-key").orElse("");
    var accept = new OpeningHandshake.Proper(key).accept();
    byte[] answer = ReplyEncoder.switchingProtocols(accept, chosen, headers);
    if (!connection.open(answer, agreed)) {
      return false;
    }
    openedAt = connection.time().nanoTime();
    if (LOG.isDebugEnabled()) {
      LOG.debug("{} {} opened", route.path(), id());
    }
    services.listener().connectionOpened(socket);
    return true;
  }

  private @Nullable AgreedDeflation agreedDeflation() {
    var offers = handshake.headers().all("sec-websocket-extensions");
    var loop = connection.transport().loop();
    return connection
        .settings()
        .deflation()
        .flatMap(deflation -> deflation.agree(offers, loop))
        .orElse(null);
  }

  /** Answers the handshake with an HTTP response. */
  void refuse(Response response) {
    refuse(services.refusal(response));
  }

  private void refuse(HttpReply reply) {
    connection.refuse(ReplyEncoder.closing(reply));
    services.listener().handshakeRefused(handshake, reply.status());
  }

  private Optional<String> defaultSubprotocol() {
    return Optional.ofNullable(scope)
        .flatMap(RequestScope::chosenSubprotocol)
        .or(() ->
            OpeningHandshake.chooseSubprotocol(route.subprotocols(), handshake.subprotocols()));
  }

  private void requireOffered(String subprotocol) {
    if (!handshake.subprotocols().contains(subprotocol)) {
      throw new IllegalArgumentException(
          "Subprotocol '" + subprotocol + "' was not offered by the client.");
    }
  }

  // --- cancellation ---

  /** Interrupts the handler and its children, unless they have ended. Any thread; never blocks. */
  void interrupt() {
    if (PHASE.compareAndSet(this, Phase.RUNNING, Phase.BEING_INTERRUPTED)) {
      Objects.requireNonNull(thread).interrupt();
      phase = Phase.RUNNING;
      children().interruptAll();
    }
  }

  /** From here on nobody interrupts, so that clean-up can wait for what it must. */
  private void beginCleanUp() {
    while (!PHASE.compareAndSet(this, Phase.RUNNING, Phase.CLEANING_UP)) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }

  /** The handler has neither accepted nor refused in time. Event loop only. */
  void handshakeTimedOut() {
    var reply = services.refusal(Response.status(503).text("The server did not answer in time.\n"));
    connection.refuse(ReplyEncoder.closing(reply));
    LOOP_LOG.warn(
        "{} did not accept or deny a handshake within {} ms",
        route.source(),
        connection.config().handshakeTimeout().toMillis());
    interrupt();
  }

  /** The handler goes on although it was interrupted. */
  void complainAboutHandler() {
    LOOP_LOG.warn(
        "{} on {} still runs {} ms after it was interrupted, as its connection {} has ended",
        route.source(),
        route.path(),
        connection.config().cleanupGrace().toMillis(),
        id());
  }
}
