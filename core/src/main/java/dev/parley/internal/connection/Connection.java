package dev.parley.internal.connection;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.SendTimeoutException;
import dev.parley.ServerConfig;
import dev.parley.WebSocket.State;
import dev.parley.WebSocketClosedException;
import dev.parley.internal.connection.OutboundQueue.Entry;
import dev.parley.internal.connection.OutboundQueue.Kind;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.protocol.FrameWriter;
import dev.parley.internal.time.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket between its line and its handler: the state of RFC 6455, section 7, and the bytes
 * in both directions.
 *
 * <p>What the line tells arrives on the event loop ({@link LineListener}); what the handler wants
 * may come from any thread. The two meet in {@link InboundQueue}, {@link OutboundSide} and the
 * state, all of them without locks.
 */
public final class Connection implements LineListener, Holder {
  /** How long a handler may answer what came before its peer broke a rule. */
  private static final Duration REPLY_GRACE = Duration.ofMillis(500);

  /** What it takes with its handler, its thread and what that has on its stack. */
  private static final int IDLE_BYTES = 2_048;

  private static final VarHandle STATE;
  private static final VarHandle CLOSE_REASON;
  private static final VarHandle WAITERS;
  private static final VarHandle MEMBER;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Connection.class, "state", State.class);
      CLOSE_REASON = lookup.findVarHandle(Connection.class, "closeReason", CloseReason.class);
      MEMBER = lookup.findVarHandle(Connection.class, "member", MemberView.class);
      WAITERS = lookup.findVarHandle(Connection.class, "waiters", Waiters.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static final CloseReason ABNORMAL = CloseReason.of(CloseCode.ABNORMAL, "");

  private static final CloseReason SHORT_OF_MEMORY =
      CloseReason.of(CloseCode.TRY_AGAIN_LATER, "The server is short of memory.");

  private final Transport transport;
  private final LoopContext context;
  private final ConnectionSettings settings;
  private final InboundSide inbound;
  private final OutboundSide outbound;
  private final Deadlines deadlines;

  /** How rooms see it; null before the first. */
  private volatile @Nullable MemberView member;

  private volatile State state = State.CONNECTING;

  /** Set once: what the peer or this side ended the connection with. */
  private volatile @Nullable CloseReason closeReason;

  /** What compresses messages; null if that was not agreed upon. */
  private volatile @Nullable AgreedDeflation deflation;

  /** Whether user code, not the peer or the engine, ended the connection. */
  private volatile boolean closedByHandler;

  /**
   * Threads that wait for a send to become possible or for the end; null while there never was one.
   */
  private volatile @Nullable Waiters waiters;

  /** Runs the handler; set before the line is used. */
  private @Nullable ConnectionTask task;

  /** Where its deadlines are checked; null before {@link #begin}. */
  private Sweeps.@Nullable Place place;

  /** What the handler runs on; null before {@link #begin}. */
  private @Nullable HandlerThread handlerThread;

  Connection(Transport transport, LoopContext context, ConnectionSettings settings) {
    this.transport = transport;
    this.context = context;
    this.settings = settings;
    this.inbound = new InboundSide(this);
    this.outbound = new OutboundSide(transport, context, this);
    this.deadlines = new Deadlines(this, settings);
  }

  /** Says who runs the handler. */
  void task(ConnectionTask handlerTask) {
    task = handlerTask;
  }

  /** Starts the handler on its virtual thread. Event loop only. */
  public void begin() {
    place = context.add(this);
    handlerThread = context.threads().start(task(), outbound);
  }

  /** Has nothing checked any more. Event loop only. */
  void leaveSweeps() {
    context.remove(place);
  }

  // --- asked by any thread ---

  /** Tells whether the caller is the handler on its event loop, which takes its output anyway. */
  boolean isHandlerOnLoop() {
    var thread = handlerThread;
    return thread != null && thread.isOnLoop();
  }

  State state() {
    return state;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean hasEnded() {
    var now = state;
    return now == State.CLOSING || now == State.CLOSED;
  }

  Optional<CloseReason> closeReason() {
    return Optional.ofNullable(closeReason);
  }

  boolean closedByHandler() {
    return closedByHandler;
  }

  /** What compresses messages; null if that was not agreed upon. */
  @Nullable AgreedDeflation deflation() {
    return deflation;
  }

  InboundSide inbound() {
    return inbound;
  }

  OutboundSide outbound() {
    return outbound;
  }

  MemberView member() {
    var known = member;
    if (known == null) {
      MEMBER.compareAndSet(this, null, new MemberView(this));
      known = Objects.requireNonNull(member);
    }
    return known;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  ConnectionSettings settings() {
    return settings;
  }

  ServerConfig config() {
    return settings.config();
  }

  TimeSource time() {
    return settings.time();
  }

  Transport transport() {
    return transport;
  }

  LoopContext context() {
    return context;
  }

  WebSocketClosedException closed() {
    return new WebSocketClosedException(closeReason().orElse(ABNORMAL));
  }

  // --- asked by the handler's threads ---

  /**
   * Sends the answer that opens the connection. Returns false if it has been answered or the peer
   * has gone.
   */
  boolean open(byte[] answer, @Nullable AgreedDeflation agreed) {
    if (!STATE.compareAndSet(this, State.CONNECTING, State.OPEN)) {
      release(agreed);
      return false;
    }
    deflation = agreed;
    if (state == State.CLOSED) {
      release(agreed);
    }
    outbound.push(new Entry(Kind.HANDSHAKE, answer, null));
    return true;
  }

  private static void release(@Nullable AgreedDeflation agreed) {
    if (agreed != null) {
      agreed.release();
    }
  }

  /** Sends an answer that refuses the handshake and closes the line. */
  void refuse(byte[] answer) {
    if (STATE.compareAndSet(this, State.CONNECTING, State.CLOSED)) {
      CLOSE_REASON.compareAndSet(this, null, ABNORMAL);
      inbound.discard();
      outbound.push(new Entry(Kind.REFUSAL, answer, null));
    }
  }

  /** Sends a message of one frame; waits while too much waits for the peer already. */
  void send(byte[] frame) {
    awaitRoom();
    outbound.push(message(frame));
  }

  /** Sends a fragment; waits while too much waits for the peer already. */
  void sendFragment(Entry fragment) {
    awaitRoom();
    outbound.push(fragment);
  }

  /** Sends a message of one frame if that needs no waiting. */
  boolean trySend(byte[] frame) {
    if (!isOpen() || isBehind()) {
      return false;
    }
    outbound.push(message(frame));
    return true;
  }

  private Entry message(byte[] frame) {
    var agreed = deflation;
    return new Entry(Kind.MESSAGE, agreed == null ? frame : agreed.compressed(frame), null);
  }

  /** Closes the connection on behalf of the handler. */
  void close(CloseReason reason) {
    if (leaveOpen(reason)) {
      closedByHandler = true;
      beginClose(reason);
    }
  }

  /** Interrupts the handler, unless it has ended. Any thread. */
  public void interruptHandler() {
    task().interrupt();
  }

  /** The threads of the handler and of what it has started. Any thread. */
  public Stream<Thread> threads() {
    return task().threads();
  }

  /** Names the handler in the log if it still runs. Event loop only. */
  public void nameHandler() {
    deadlines.nameHandler();
  }

  /** Closes the connection on behalf of the engine. Any thread. */
  public void closeByServer(CloseReason reason) {
    if (leaveOpen(reason)) {
      beginClose(reason);
      transport.loop().execute(this::announceEnd);
    }
  }

  /**
   * Begins to close, unless that has begun. Who sees that the connection is not open any more also
   * sees why: the reason comes first.
   */
  private boolean leaveOpen(CloseReason reason) {
    if (!isOpen()) {
      return false;
    }
    CLOSE_REASON.compareAndSet(this, null, reason);
    return STATE.compareAndSet(this, State.OPEN, State.CLOSING);
  }

  private void beginClose(CloseReason reason) {
    inbound.discard();
    outbound.push(new Entry(Kind.CLOSE, FrameWriter.close(reason), null));
    wakeWaiters();
  }

  /** Waits until a deadline or the end of the connection. Returns false if it has ended. */
  boolean awaitEnd(long deadlineNanos) {
    waiters().await(this, deadlineNanos, () -> !hasEnded());
    return !hasEnded();
  }

  private void awaitRoom() {
    requireOpen();
    if (!isBehind()) {
      return;
    }
    var timeout = config().sendTimeout();
    long deadline = time().nanoTime() + timeout.toNanos();
    waiters().await(this, deadline, () -> isOpen() && isBehind());
    requireOpen();
    if (isBehind()) {
      closeSlow(CloseReason.of(CloseCode.TRY_AGAIN_LATER, "Reading too slowly."));
      throw new SendTimeoutException(timeout);
    }
  }

  /** Tells whether too much waits for the peer. */
  private boolean isBehind() {
    return outbound.queuedBytes() > config().maxQueuedOutboundBytes();
  }

  /** Closes the connection without sending what waits. Any thread. */
  void closeSlow(CloseReason reason) {
    if (isOpen()) {
      settings.hits().hit(Limit.OUTBOUND_QUEUE, task().handshake().remoteAddress());
    }
    outbound.dropWaiting();
    closeByServer(reason);
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw closed();
    }
  }

  Waiters waiters() {
    var known = waiters;
    if (known == null) {
      WAITERS.compareAndSet(this, null, new Waiters());
      known = Objects.requireNonNull(waiters);
    }
    return known;
  }

  void wakeWaiters() {
    var known = waiters;
    if (known != null) {
      known.wakeAll();
    }
  }

  // --- told by the event loop ---

  @Override
  public void received(byte[] buffer, int offset, int length) {
    deadlines.received();
    inbound.received(buffer, offset, length);
  }

  @Override
  public void sent(int bytes) {
    deadlines.sent();
    outbound.sent(bytes);
  }

  @Override
  public void sweep(long nanoTime) {
    deadlines.sweep(nanoTime);
    inbound.recount();
    outbound.recount();
  }

  @Override
  public int idleBytes() {
    return IDLE_BYTES + transport.idleBytes();
  }

  @Override
  public int recount(Direction direction) {
    return switch (direction) {
      case INBOUND -> inbound.recount();
      case OUTBOUND -> outbound.recount();
    };
  }

  @Override
  public void giveUp(Direction direction) {
    if (!isOpen()) {
      transport.abort();
      inbound.giveUp();
      outbound.lost();
      return;
    }
    var limit = direction == Direction.INBOUND ? Limit.INBOUND_BUDGET : Limit.OUTBOUND_BUDGET;
    settings.hits().hit(limit, task().handshake().remoteAddress());
    outbound.dropWaiting();
    closeByServer(SHORT_OF_MEMORY);
    outbound.run();
    outbound.recount();
    inbound.giveUp();
  }

  @Override
  public void lost() {
    task().services().lineEnded(task().admission());
    CLOSE_REASON.compareAndSet(this, null, ABNORMAL);
    state = State.CLOSED;
    inbound.lost();
    outbound.lost();
    var agreed = deflation;
    if (agreed != null) {
      agreed.close();
    }
    announceEnd();
    deadlines.forgetIfOver();
  }

  @Override
  public void inputEnded() {
    boolean handlerReads = state == State.OPEN && task().hasReceived();
    if (!handlerReads) {
      // Behind a close frame that waits for its turn.
      context.later(outbound::inputEnded);
      return;
    }
    // The peer may still read: it gets the replies to what it sent, until the handler has seen the
    // end.
    CLOSE_REASON.compareAndSet(this, null, ABNORMAL);
    inbound.inputEnded();
    deadlines.closing();
  }

  /** The handler has been told that nothing more comes. Any thread. */
  void endSeen() {
    if (state == State.OPEN) {
      transport.loop().execute(transport::closeOnceWritten);
    }
  }

  /** The answer to the handshake is on its way: frames may come and go. */
  void opened() {
    deadlines.opened();
    outbound.compressBy(deflation);
    inbound.opened(deflation);
  }

  /** The answer that refuses the handshake has been written. */
  void refused() {
    transport.closeOnceWritten();
  }

  /** The peer sent a close frame (section 5.5.1). */
  void peerClosed(CloseReason reason) {
    if (leaveOpen(reason)) {
      outbound.push(new Entry(Kind.CLOSE, FrameWriter.close(reason), null));
    }
    inbound.end();
    outbound.peerClosed();
    announceEnd();
  }

  /**
   * The peer broke a rule, but the handler is busy with what came before: it may answer that, until
   * it comes to the failure or too much time has passed.
   */
  void failBehindReplies(CloseReason reason) {
    CLOSE_REASON.compareAndSet(this, null, reason);
    inbound.queue().put(reason, 0);
    time().schedule(REPLY_GRACE, () -> failSoon(reason));
  }

  /** Fails the connection unless it has ended. Any thread. */
  void failSoon(CloseReason reason) {
    transport
        .loop()
        .execute(() -> {
          if (state != State.CLOSED) {
            fail(reason);
          }
        });
  }

  /** The peer broke a rule, or is taken for dead (section 7.1.7). */
  void fail(CloseReason reason) {
    if (leaveOpen(reason)) {
      outbound.push(new Entry(Kind.CLOSE, FrameWriter.close(reason), null));
    }
    inbound.end();
    outbound.peerFailed();
    announceEnd();
  }

  /** The close frame has been written: now the peer has its time to answer. */
  void closeWritten() {
    deadlines.closing();
  }

  /**
   * The handler and its clean-up have ended: nothing is left to supervise but the line. Any thread.
   */
  void handlerEnded() {
    transport
        .loop()
        .execute(() -> {
          Objects.requireNonNull(handlerThread).ended();
          deadlines.handlerEnded();
        });
  }

  /** Leaves the rooms, wakes whoever waits, and has the handler told. Idempotent. */
  private void announceEnd() {
    // A member that is made later finds that the connection has ended.
    var known = member;
    if (known != null) {
      known.ended();
    }
    wakeWaiters();
    deadlines.connectionEnded();
  }

  ConnectionTask task() {
    return Objects.requireNonNull(task);
  }

  /** Names the peer, for the log. */
  @Override
  public String toString() {
    return task().handshake().peerAddress().toString();
  }
}
