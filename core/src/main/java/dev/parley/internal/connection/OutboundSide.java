package dev.parley.internal.connection;

import dev.parley.internal.connection.OutboundQueue.Entry;
import dev.parley.internal.connection.OutboundQueue.Kind;
import dev.parley.internal.deflate.AgreedDeflation;
import dev.parley.internal.deflate.ContextDeflation;
import dev.parley.internal.log.LoopLog;
import dev.parley.internal.protocol.FrameWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From encoded frames to bytes on the line: keeps whole messages whole (RFC 6455, section 5.4),
 * writes what has gathered at once, and never gives the line more than it can soon send. Event loop
 * only, but for what says otherwise.
 */
final class OutboundSide implements Runnable {
  /**
   * How many bytes the line may hold unsent; the rest waits here, where it can still be dropped.
   */
  private static final int MAX_LINE_BYTES = 64 * 1024;

  /** How many pings that came at once are answered: the newest ones (section 5.5.3). */
  private static final int MAX_OWED_PONGS = 16;

  private static final LoopLog LOG = LoopLog.of("dev.parley.network");
  private static final byte[] NONE = {};

  private final Transport transport;
  private final LoopContext context;
  private final Connection connection;
  private final OutboundQueue queue = new OutboundQueue();

  /** Frames in the order in which they leave; null while there are none. Lent by the loop. */
  private @Nullable ArrayDeque<byte[]> ready;

  /** Whether more was ready than the line could hold. */
  private boolean backlog;

  /**
   * What may not be sent yet: the handshake is unanswered, or another message is being streamed.
   */
  private @Nullable List<Entry> deferred;

  /** The streamed message that has begun and not ended. */
  private @Nullable Object openStream;

  /** The payloads of the newest unanswered pings; null while there is none. */
  private @Nullable ArrayDeque<byte[]> owedPongs;

  /** Compresses messages that may refer to those before; null if none may. */
  private @Nullable ContextDeflation ownContext;

  private @Nullable List<Runnable> whenDrained;
  private int lineBytes;

  /** What rooms keep for the peer, in memory of their own. */
  private int roomBytes;

  /** What is counted as waiting for the peer. */
  private int countedBytes;

  private boolean opened;
  private boolean refusing;
  private boolean closing;
  private boolean closeWritten;
  private boolean peerClosed;
  private boolean peerFailed;
  private boolean lost;
  private boolean flushing;
  private volatile boolean dropWaiting;

  OutboundSide(Transport transport, LoopContext context, Connection connection) {
    this.transport = transport;
    this.context = context;
    this.connection = connection;
  }

  /** Says what compresses messages. Once, when the connection opens. */
  void compressBy(@Nullable AgreedDeflation deflation) {
    ownContext = deflation == null ? null : deflation.context();
  }

  /** Adds a frame. Any thread. */
  void push(Entry entry) {
    if (queue.push(entry) && !connection.isHandlerOnLoop()) {
      transport.loop().execute(this);
    }
  }

  /** How many bytes wait for the peer. Any thread. */
  int queuedBytes() {
    return queue.queuedBytes();
  }

  /** Forgets the messages that wait; a close frame follows. Any thread. */
  void dropWaiting() {
    dropWaiting = true;
  }

  /** Takes what other threads have pushed and writes it. */
  @Override
  public void run() {
    if (queue.isEmpty()) {
      return;
    }
    Entry next;
    for (var entry = queue.takeAll(); entry != null; entry = next) {
      next = entry.next();
      admit(entry);
    }
    if (peerClosed || peerFailed) {
      // The peer waits for nothing but the end, and to close a socket takes a while.
      context.later(this::flush);
    } else {
      flush();
    }
  }

  /** Writes what is left and closes the line: the peer sends nothing more. */
  void inputEnded() {
    run();
    flush();
    transport.closeOnceWritten();
  }

  /**
   * Adds a frame that other connections get as well; {@link #flush} follows at the end of the
   * loop's round.
   */
  void enqueue(byte[] frame) {
    if (closing || refusing || lost) {
      return;
    }
    int waiting = queue.addQueuedBytes(frame.length);
    if (!opened || openStream != null) {
      defer(new Entry(Kind.SHARED, frame, null));
      return;
    }
    connection.deadlines().messageWent();
    if (ready == null) {
      context.flushLater(this);
    } else if (waiting > countedBytes + LoopMemory.UNCOUNTED_BYTES) {
      recount();
    }
    ready().add(ownContext == null ? frame : inContext(Kind.SHARED, frame, ownContext));
  }

  /**
   * Answers a ping.
   *
   * @param payload valid during the call
   */
  void pong(byte[] payload) {
    var owed = owedPongs;
    if (owed == null) {
      owed = new ArrayDeque<>(2);
      owedPongs = owed;
      context.flushLater(this);
    }
    byte[] oldest = owed.size() == MAX_OWED_PONGS ? owed.remove() : NONE;
    byte[] copy = oldest.length == payload.length ? oldest : new byte[payload.length];
    System.arraycopy(payload, 0, copy, 0, copy.length);
    owed.add(copy);
  }

  /** Sends a ping. */
  void ping(byte[] payload) {
    byte[] frame = FrameWriter.ping(payload);
    queue.addQueuedBytes(frame.length);
    ready().addFirst(frame);
    flush();
  }

  /** Runs an action once when little waits for the peer. */
  void whenDrained(Runnable action) {
    if (whenDrained == null) {
      whenDrained = new ArrayList<>();
    }
    whenDrained.add(action);
  }

  /** Says how many bytes more, or less, rooms keep. */
  void roomKeeps(int bytesMore) {
    roomBytes += bytesMore;
    if (queue.queuedBytes() + roomBytes > countedBytes + LoopMemory.UNCOUNTED_BYTES) {
      recount();
    }
  }

  private void admit(Entry entry) {
    if (closing || refusing || lost) {
      queue.addQueuedBytes(-entry.bytes.length);
      return;
    }
    switch (entry.kind) {
      case HANDSHAKE -> {
        ready().addFirst(entry.bytes);
        opened = true;
        flush();
        connection.opened();
        admitDeferred();
      }
      case REFUSAL -> {
        ready().add(entry.bytes);
        refusing = true;
      }
      case CLOSE -> admitClose(entry);
      case MESSAGE, SHARED, FRAGMENT, LAST_FRAGMENT -> admitData(entry);
    }
  }

  private void admitClose(Entry entry) {
    if (!opened) {
      defer(entry);
      return;
    }
    if (dropWaiting) {
      dropReady();
    }
    ready().add(entry.bytes);
    closing = true;
    connection.closeWritten();
  }

  private void admitData(Entry entry) {
    if (!opened || (openStream != null && !openStream.equals(entry.stream))) {
      defer(entry);
      return;
    }
    ready().add(ownContext == null ? entry.bytes : inContext(entry.kind, entry.bytes, ownContext));
    connection.deadlines().messageWent();
    if (entry.kind == Kind.FRAGMENT) {
      openStream = entry.stream;
    } else if (entry.kind == Kind.LAST_FRAGMENT) {
      openStream = null;
      admitDeferred();
    }
  }

  private ArrayDeque<byte[]> ready() {
    var frames = ready;
    if (frames == null) {
      frames = context.takeFrames();
      ready = frames;
    }
    return frames;
  }

  /** Compresses a message where it may refer to those before: now their order is known. */
  private byte[] inContext(Kind kind, byte[] frame, ContextDeflation own) {
    if (FrameWriter.isCompressed(frame)) {
      own.forget();
      return frame;
    }
    if (kind != Kind.MESSAGE) {
      return frame;
    }
    byte[] bytes = own.compress(frame);
    queue.addQueuedBytes(bytes.length - frame.length);
    return bytes;
  }

  private void defer(Entry entry) {
    if (deferred == null) {
      deferred = new ArrayList<>();
    }
    deferred.add(entry);
  }

  private void admitDeferred() {
    var waiting = deferred;
    deferred = null;
    if (waiting != null) {
      waiting.forEach(this::admit);
    }
  }

  /** Writes as much as the line may hold. */
  void flush() {
    if (flushing || lost || (!opened && !refusing)) {
      return;
    }
    flushing = true;
    while (writeSome()) {
      // The line took all of it at once: there may be more.
    }
    flushing = false;
    if (ready == null && !lost) {
      written();
    }
    if (queue.queuedBytes() > countedBytes + LoopMemory.UNCOUNTED_BYTES) {
      recount();
    }
  }

  /** Counts what waits for the peer, here and on the line. */
  int recount() {
    int waiting = lost ? 0 : queue.queuedBytes() + roomBytes;
    countedBytes = context.outboundMemory().count(countedBytes, waiting);
    return countedBytes;
  }

  private boolean writeSome() {
    var chunks = context.chunks();
    int bytes = takeReady(chunks, takePongs(chunks));
    if (bytes == 0) {
      return false;
    }
    lineBytes += bytes;
    try {
      transport.write(chunks, bytes);
    } catch (Throwable failure) {
      // Such as memory that has run out: it costs this line, and nobody whose turn comes next.
      LOG.debug("A line did not take what was written", failure);
      transport.abort();
      return false;
    } finally {
      chunks.clear();
    }
    return ready != null && lineBytes < MAX_LINE_BYTES;
  }

  /** Takes what the line may hold. Returns the bytes of all chunks. */
  private int takeReady(List<byte[]> chunks, int bytesBefore) {
    int bytes = bytesBefore;
    var frames = ready;
    if (frames == null) {
      return bytes;
    }
    while (!frames.isEmpty() && lineBytes + bytes < MAX_LINE_BYTES) {
      byte[] frame = frames.remove();
      chunks.add(frame);
      bytes += frame.length;
    }
    if (!frames.isEmpty()) {
      backlog = true;
      return bytes;
    }
    ready = null;
    if (!backlog) {
      context.giveFrames(frames);
    }
    backlog = false;
    return bytes;
  }

  /** Takes what pings are owed, unless the peer does not read: then they wait, and are dropped. */
  private int takePongs(List<byte[]> chunks) {
    var owed = owedPongs;
    if (owed == null || lineBytes >= MAX_LINE_BYTES) {
      return 0;
    }
    owedPongs = null;
    int bytes = 0;
    for (byte[] payload : closing ? List.<byte[]>of() : owed) {
      byte[] pong = FrameWriter.pong(payload);
      chunks.add(pong);
      bytes += pong.length;
    }
    queue.addQueuedBytes(bytes);
    return bytes;
  }

  /** Everything has been given to the line: ends what was to end after it. */
  private void written() {
    if (refusing) {
      connection.refused();
    } else if (closing && !closeWritten) {
      closeWritten = true;
      endLine();
    }
  }

  void sent(int bytes) {
    lineBytes -= bytes;
    int waiting = queue.addQueuedBytes(-bytes);
    if (ready != null || owedPongs != null) {
      flush();
    }
    connection.wakeWaiters();
    if (whenDrained != null && waiting <= MAX_LINE_BYTES / 4) {
      var actions = whenDrained;
      whenDrained = null;
      actions.forEach(Runnable::run);
    }
  }

  void peerClosed() {
    peerClosed = true;
    endLine();
  }

  boolean hasFailed() {
    return peerFailed;
  }

  void peerFailed() {
    peerFailed = true;
    endLine();
  }

  /** Closes the line once both sides have said that they close (section 7.1.1). */
  private void endLine() {
    if (!closeWritten) {
      return;
    }
    if (peerClosed) {
      transport.closeOnceWritten();
    } else if (peerFailed) {
      transport.finishWriting();
    }
  }

  void lost() {
    lost = true;
    dropReady();
    deferred = null;
    owedPongs = null;
    whenDrained = null;
    recount();
  }

  private void dropReady() {
    openStream = null;
    var frames = ready;
    if (frames == null) {
      return;
    }
    ready = null;
    for (byte[] frame : frames) {
      queue.addQueuedBytes(-frame.length);
    }
  }
}
