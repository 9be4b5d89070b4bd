package dev.parley.internal.connection;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.limit.InboundMeter;
import dev.parley.internal.protocol.FrameReader;
import dev.parley.internal.protocol.FrameSink;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * From bytes of the line to messages for the handler. Event loop only, but for {@link #queue} and
 * what the reader of the queue calls.
 */
final class InboundSide implements FrameSink {
  /** How much a client may send before its handshake is answered. */
  private static final int MAX_EARLY_BYTES = LoopContext.SCRATCH_BYTES;

  /** The longest time for which a line is not read before its rate is looked at again. */
  private static final long MOST_DELAY_NANOS = 10_000_000_000L;

  /** How many frames a line may have handled before others have their turn. */
  private static final int MAX_FRAMES_PER_TURN = 128;

  /** From here on a part is not put together with the ones behind it. */
  private static final int LARGE_PART_BYTES = 4 * 1024;

  private static final CloseReason TOO_FAST =
      CloseReason.of(CloseCode.POLICY_VIOLATION, "Sending too fast.");

  private static final CloseReason TOO_SLOW =
      CloseReason.of(CloseCode.TRY_AGAIN_LATER, "A compressed message takes too long.");

  /** A piece of a message that did not arrive at once. */
  record Part(boolean text, byte[] bytes, boolean last) {}

  private final Connection connection;

  /** Takes frames apart. Lent by the loop from the first byte of one; null between frames. */
  private @Nullable FrameReader reader;

  private final InboundQueue queue = new InboundQueue();

  /** What came before the handshake was answered; null if nothing did, or afterwards. */
  private @Nullable ByteArrayOutputStream early;

  /** Parts within one read; null most of the time. */
  private @Nullable ByteArrayOutputStream parts;

  private boolean partsAreText;

  /** Counts what comes in; null if no rate limits it. */
  private @Nullable InboundMeter meter;

  /** Whether the line is not read because its rate has been used up. */
  private boolean delayed;

  /** Whether the line is not read because the server is short of memory. */
  private boolean awaitsMemory;

  /** Whether the line waits for its next turn. */
  private boolean awaitsTurn;

  private int framesOfTurn;
  private int inflatedBytesOfTurn;

  /**
   * What was read but not taken apart, because the turn was over or the queue is full; null most of
   * the time.
   */
  private @Nullable HeldBack heldBack;

  /** What is held as long as there is the connection. */
  private int keptBytes;

  /** What is counted as held in memory. */
  private int countedBytes;

  /** What the reader has of a message whose end has not come. Written by the reader. */
  private volatile int assembledBytes;

  /** Whether nothing comes behind what is held back. */
  private boolean endHeldBack;

  private boolean isOpened;
  private boolean isOver;
  private volatile boolean paused;

  InboundSide(Connection connection) {
    this.connection = connection;
  }

  InboundQueue queue() {
    return queue;
  }

  /** Says what counts. Event loop, before anything is received. */
  void meter(@Nullable InboundMeter inboundMeter) {
    meter = inboundMeter;
  }

  /** Says what is held as long as there is the connection. Event loop. */
  void keep(int bytes) {
    keptBytes = bytes;
    countUnlessLittle();
  }

  /** Tells whether the line is not read because enough has come. */
  boolean isPaused() {
    return paused || delayed || awaitsTurn || awaitsMemory;
  }

  private boolean mayReadOn() {
    return !paused && !awaitsTurn && ((!delayed && !awaitsMemory) || !connection.isOpen());
  }

  /** What of a message is held outside of the queue until its end comes. Reader only. */
  void assembled(int bytes) {
    assembledBytes = bytes;
  }

  void received(byte[] buffer, int offset, int length) {
    if (!isOpened) {
      keepEarly(buffer, offset, length);
      return;
    }
    if (meter != null && connection.isOpen() && !meter.received(length)) {
      connection.fail(TOO_FAST);
      return;
    }
    if (heldBack != null) {
      heldBack.add(buffer, offset, length);
    } else if (isQueueFull()) {
      heldBack = new HeldBack(connection.context(), buffer, offset, length);
    } else {
      take(buffer, offset, length);
    }
    countUnlessLittle();
    if (memory().isShortFor(countedBytes) && !awaitsMemory) {
      awaitMemory();
    }
    if (meter != null && !delayed) {
      keepRate(meter);
    }
  }

  private void take(byte[] buffer, int offset, int length) {
    int taken = takeSome(buffer, offset, length);
    if (isReaderPaused()) {
      heldBack = new HeldBack(connection.context(), buffer, offset + taken, length - taken);
    }
  }

  /** Takes frames until the turn is over or the queue is full. Returns how many bytes it took. */
  private int takeSome(byte[] buffer, int offset, int length) {
    framesOfTurn = 0;
    inflatedBytesOfTurn = 0;
    var frames = reader();
    int taken = frames.read(buffer, offset, length, this);
    putParts(false);
    if (frames.isAtRest()) {
      reader = null;
      connection.context().giveReader(frames);
      return taken;
    }
    if (frames.heldBytes() > 0) {
      connection.deadlines().messageCame();
    }
    if (frames.isPaused() && !isQueueFull()) {
      if (room() <= 0) {
        awaitInflation();
      } else {
        awaitTurn();
      }
    }
    return taken;
  }

  private FrameReader reader() {
    var frames = reader;
    if (frames == null) {
      frames = connection.context().takeReader();
      reader = frames;
    }
    return frames;
  }

  private boolean isReaderPaused() {
    return reader != null && reader.isPaused();
  }

  // --- turns ---

  /** Has the line go on when others have had their turn, and not be read until then. */
  private void awaitTurn() {
    pauseUntilTurn();
    connection.context().later(this::takeTurn);
  }

  /** The same where a lot comes out of a compressed message. */
  private void awaitInflation() {
    pauseUntilTurn();
    connection.context().inflation().later(this::takeTurn);
  }

  private void pauseUntilTurn() {
    if (mayReadOn()) {
      connection.transport().pauseReading();
    }
    awaitsTurn = true;
  }

  private void takeTurn() {
    awaitsTurn = false;
    if (!isQueueFull()) {
      takeHeldBack();
    }
    if (mayReadOn()) {
      connection.transport().readOn();
    }
    countUnlessLittle();
  }

  // --- memory ---

  /** Counts what is held, unless that is little or hardly more than before. */
  private void countUnlessLittle() {
    if (heldBytes() > countedBytes + LoopMemory.UNCOUNTED_BYTES) {
      recount();
    }
  }

  private LoopMemory memory() {
    return connection.context().inboundMemory();
  }

  private void awaitMemory() {
    if (mayReadOn()) {
      connection.transport().pauseReading();
    }
    awaitsMemory = true;
    memory()
        .await(() -> {
          awaitsMemory = false;
          if (mayReadOn()) {
            connection.transport().resumeReading();
          }
        });
  }

  private int heldBytes() {
    int waiting = keptBytes + (heldBack == null ? 0 : heldBack.heldBytes());
    waiting += early == null ? 0 : early.size();
    waiting += reader == null ? 0 : reader.heldBytes();
    return isOver ? 0 : waiting + queue.queuedBytes() + assembledBytes;
  }

  /** Counts what is held in memory for the handler. */
  int recount() {
    countedBytes = memory().count(countedBytes, heldBytes());
    return countedBytes;
  }

  /** Stops reading for as long as the rate demands. */
  private void keepRate(InboundMeter rates) {
    long nanos = connection.isOpen() ? rates.delayNanos() : 0;
    if (nanos > 0) {
      if (mayReadOn()) {
        connection.transport().pauseReading();
      }
      delayed = true;
      var loop = connection.transport().loop();
      connection
          .time()
          .schedule(
              Duration.ofNanos(Math.min(nanos, MOST_DELAY_NANOS)),
              () -> loop.execute(() -> keepRate(rates)));
    } else if (delayed) {
      delayed = false;
      if (mayReadOn()) {
        connection.transport().resumeReading();
      }
    }
  }

  /** Frames may be read now, the early ones first. */
  void opened(@Nullable AgreedDeflation deflation) {
    isOpened = true;
    if (deflation != null) {
      reader().inflateWith(deflation.inflaters(this::revoked));
    }
    var bytes = early;
    early = null;
    if (bytes != null) {
      byte[] content = bytes.toByteArray();
      received(content, 0, content.length);
      if (!isPaused()) {
        connection.transport().resumeReading();
      }
    }
  }

  /** Nothing more comes, but what is held back. */
  void inputEnded() {
    if (heldBack == null) {
      queue.end();
    } else {
      endHeldBack = true;
    }
  }

  /** Nothing more comes. */
  void end() {
    queue.end();
  }

  /** The line is down. */
  void lost() {
    heldBack = null;
    isOver = true;
    queue.end();
    recount();
  }

  /** Nothing of it is wanted any more: what is read on is only looked at for the end. */
  void giveUp() {
    isOver = true;
    recount();
  }

  /**
   * Nothing more is wanted. Any thread. The line is read on, as the peer's close frame is still
   * awaited.
   */
  void discard() {
    queue.discard();
    connection.transport().loop().execute(this::readOn);
  }

  private void readOn() {
    if (paused) {
      paused = false;
      if (!awaitsTurn) {
        takeHeldBack();
      }
    } else if (!awaitsMemory) {
      return;
    }
    if (mayReadOn()) {
      connection.transport().resumeReading();
    }
  }

  /** Goes on reading from the line once the reader has taken enough. Called by the reader. */
  void taken() {
    if (paused && queue.queuedBytes() <= connection.config().maxQueuedInboundBytes() / 2) {
      connection.transport().loop().execute(this::resume);
    }
  }

  private void takeHeldBack() {
    var rest = heldBack;
    if (rest == null) {
      return;
    }
    rest.taken(takeSome(rest.bytes(), rest.from(), rest.count()));
    if (isReaderPaused()) {
      return;
    }
    heldBack = null;
    rest.release();
    if (endHeldBack) {
      queue.end();
    }
  }

  private void revoked() {
    connection
        .settings()
        .hits()
        .hit(Limit.COMPRESSION_MEMORY, connection.task().handshake().remoteAddress());
    connection.fail(TOO_SLOW);
  }

  private void resume() {
    if (queue.queuedBytes() <= connection.config().maxQueuedInboundBytes() / 2) {
      readOn();
    }
  }

  private void keepEarly(byte[] buffer, int offset, int length) {
    var kept = early;
    if (kept == null) {
      kept = new ByteArrayOutputStream(length);
      early = kept;
    }
    kept.write(buffer, offset, length);
    countUnlessLittle();
    if (kept.size() >= MAX_EARLY_BYTES) {
      connection.transport().pauseReading();
    }
  }

  // --- what the reader found ---

  @Override
  public void text(String text) {
    put(text, text.length());
  }

  @Override
  public void binary(byte[] bytes) {
    put(bytes, bytes.length);
  }

  @Override
  public void part(boolean text, byte[] buffer, int offset, int length, boolean last) {
    inflatedBytesOfTurn += length;
    if (!connection.isOpen()) {
      return;
    }
    var collected = parts;
    if (collected == null) {
      if (last || length >= LARGE_PART_BYTES) {
        byte[] bytes = connection.context().takePart(length);
        System.arraycopy(buffer, offset, bytes, 0, length);
        put(new Part(text, bytes, last), length);
        return;
      }
      collected = new ByteArrayOutputStream(length);
      parts = collected;
    }
    partsAreText = text;
    collected.write(buffer, offset, length);
    if (last || collected.size() >= LoopContext.SCRATCH_BYTES) {
      putParts(last);
    }
  }

  @Override
  public int room() {
    return isQueueFull()
        ? 0
        : connection.context().inflation().maxBytesOfTurn() - inflatedBytesOfTurn;
  }

  private boolean isQueueFull() {
    return paused && connection.isOpen();
  }

  @Override
  public boolean isTurnOver() {
    return ++framesOfTurn >= MAX_FRAMES_PER_TURN;
  }

  @Override
  public void ping(byte[] payload) {
    connection.outbound().pong(payload);
  }

  @Override
  public void pong(byte[] payload) {
    // Whatever the peer sends proves that it lives; the deadlines have noted it.
  }

  @Override
  public void close(CloseReason reason) {
    connection.peerClosed(reason);
  }

  @Override
  public void fail(CloseReason reason) {
    if (reason.code() == CloseCode.MESSAGE_TOO_BIG) {
      connection
          .settings()
          .hits()
          .hit(Limit.MESSAGE_SIZE, connection.task().handshake().remoteAddress());
    }
    if (connection.isOpen() && connection.task().hasReceived() && !queue.isIdle()) {
      connection.failBehindReplies(reason);
    } else {
      connection.fail(reason);
    }
  }

  private boolean passes(InboundMeter rates, Object item) {
    return switch (rates.message(!(item instanceof Part part) || part.last())) {
      case PASS -> true;
      case DROP -> false;
      case CLOSE -> {
        connection.fail(TOO_FAST);
        yield false;
      }
    };
  }

  private void putParts(boolean last) {
    var collected = parts;
    if (collected != null) {
      parts = null;
      byte[] bytes = collected.toByteArray();
      put(new Part(partsAreText, bytes, last), bytes.length);
    }
  }

  private void put(Object item, int bytes) {
    if (!connection.isOpen() || (meter != null && !passes(meter, item))) {
      return;
    }
    connection.deadlines().messageCame();
    int waiting = queue.put(item, bytes);
    if (waiting > connection.config().maxQueuedInboundBytes() && !paused) {
      if (mayReadOn()) {
        connection.transport().pauseReading();
      }
      paused = true;
      taken();
    }
  }
}
