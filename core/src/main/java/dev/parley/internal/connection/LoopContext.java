package dev.parley.internal.connection;

import dev.parley.internal.protocol.FrameReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What all swept of one event loop share, so that none of them needs its own: the scratch buffer
 * that is read into, the list of connections to flush, the list of what is swept, whose deadlines
 * are checked. Event loop only.
 */
public final class LoopContext {
  /** How many bytes one read takes from a line at most. */
  public static final int SCRATCH_BYTES = 64 * 1024;

  /** How many connections have something to send at a time, without being slow. */
  private static final int MAX_SPARE_FRAMES = 8_192;

  /** How many connections are flushed before others have their turn. */
  private static final int FLUSHED_PER_TURN = 32;

  /** How much memory for bytes that wait is kept for the next that need it. */
  private static final int MAX_SPARES = 32;

  /** How long lines are flushed before others have their turn. */
  private static final long FLUSH_NANOS = 100_000;

  /** How long a turn takes at most, but for what is done without a look at the clock. */
  public static final long TURN_NANOS = 20_000;

  /** A sweep that comes so long after the one before tells nothing about silent peers. */
  private static final long LATE_NANOS = 5_000_000_000L;

  private final Executor loop;
  private final HandlerThreads threads;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final DirectMemory direct = new DirectMemory();
  private final Inflation inflation = new Inflation(this::later);
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<OutboundSide> dirty = new ArrayList<>();
  private final ArrayDeque<ArrayDeque<byte[]>> spareFrames = new ArrayDeque<>();
  private final FrameReader.Limits readerLimits;

  /** What takes frames apart for the next connection that gets some; null while one has it. */
  private @Nullable FrameReader spareReader;

  private final ArrayDeque<byte[]> spares = new ArrayDeque<>();
  private final LoopMemory inboundMemory;
  private final LoopMemory outboundMemory;

  /** How many of {@link #dirty} have been flushed. */
  private int flushed;

  /** When the last sweep was; valid if there was one. */
  private long sweptAt;

  private boolean sweptBefore;

  private final Sweeps sweeps = new Sweeps();
  private final long maxIdleBytes;

  /** Whether a sweep is under way. */
  private boolean sweeping;

  /**
   * Creates the context of an event loop.
   *
   * @param loops how many event loops there are, which share what lines may take
   */
  public LoopContext(
      Executor loop, HandlerThreads threads, ConnectionSettings settings, int loops) {
    this.maxIdleBytes = settings.config().limits().maxConnectionBytes() / loops;
    this.threads = threads;
    this.readerLimits = settings.readerLimits();
    this.inboundMemory = settings.inboundMemory().part(this);
    this.outboundMemory = settings.outboundMemory().part(this);
    this.loop =
        task -> {
          try {
            loop.execute(task);
          } catch (RejectedExecutionException ended) {
            // The loop has ended, and with it every line: there is nobody left whom the task
            // concerns.
          }
        };
  }

  /** The event loop. Any thread. What it is given after its end is dropped. */
  public Executor loop() {
    return loop;
  }

  /** What starts the threads of handlers. */
  HandlerThreads threads() {
    return threads;
  }

  /** Memory to read into, until the next read. */
  public byte[] scratch() {
    return scratch;
  }

  /** Memory for one system call. */
  public DirectMemory direct() {
    return direct;
  }

  /** What counts the bytes that clients sent and nobody has taken yet. */
  public LoopMemory inboundMemory() {
    return inboundMemory;
  }

  /** What counts the bytes that wait for clients. */
  LoopMemory outboundMemory() {
    return outboundMemory;
  }

  /** Memory for bytes that wait, to be given back. */
  byte[] takeSpare(int length) {
    var spare = length > SCRATCH_BYTES / 2 && length <= SCRATCH_BYTES ? spares.poll() : null;
    if (spare != null) {
      return spare;
    }
    return new byte[length > SCRATCH_BYTES / 2 ? Math.max(length, SCRATCH_BYTES) : length];
  }

  /** Memory of just this length for a part of a message, to be given back. */
  byte[] takePart(int length) {
    return length == SCRATCH_BYTES ? takeSpare(length) : new byte[length];
  }

  /** Takes memory back. */
  void giveSpare(byte[] memory) {
    if (memory.length == SCRATCH_BYTES && spares.size() < MAX_SPARES) {
      spares.push(memory);
    }
  }

  /** A list to collect what is written at once; empty, and to be emptied. */
  List<byte[]> chunks() {
    return chunks;
  }

  /** An empty queue for the frames of a connection, to be given back. */
  ArrayDeque<byte[]> takeFrames() {
    var spare = spareFrames.poll();
    return spare == null ? new ArrayDeque<>(4) : spare;
  }

  /** Takes an empty queue back. It must never have held much. */
  void giveFrames(ArrayDeque<byte[]> frames) {
    if (spareFrames.size() < MAX_SPARE_FRAMES) {
      spareFrames.push(frames);
    }
  }

  /** What takes frames apart, to be given back. */
  FrameReader takeReader() {
    var spare = spareReader;
    spareReader = null;
    return spare == null ? new FrameReader(readerLimits) : spare;
  }

  /** Takes what takes frames apart back. It must be at rest. */
  void giveReader(FrameReader reader) {
    spareReader = reader;
  }

  /**
   * Flushes a connection once at the end of this round of the loop, whatever else is enqueued until
   * then.
   */
  void flushLater(OutboundSide connection) {
    if (dirty.isEmpty()) {
      loop.execute(this::flushDirty);
    }
    dirty.add(connection);
  }

  /** Tells whether something is still to be flushed, which may be all that waits. */
  boolean isFlushing() {
    return !dirty.isEmpty();
  }

  private void flushDirty() {
    int end = Math.min(dirty.size(), flushed + FLUSHED_PER_TURN);
    long begun = System.nanoTime();
    while (flushed < end && System.nanoTime() - begun < FLUSH_NANOS) {
      dirty.get(flushed++).flush();
    }
    if (flushed == dirty.size()) {
      dirty.clear();
      flushed = 0;
    } else {
      later(this::flushDirty);
    }
  }

  /**
   * Does something after what others need, soon: there is a bounded time in each round of the loop
   * for everything of this kind.
   */
  public void later(Runnable turn) {
    threads.later(turn);
  }

  /** Who goes on with compressed messages, and when. */
  Inflation inflation() {
    return inflation;
  }

  /** Has deadlines checked from now on. */
  public Sweeps.Place add(Swept one) {
    return sweeps.add(one);
  }

  /** Forgets deadlines; does nothing if there are none, or none any more. */
  public void remove(Sweeps.@Nullable Place place) {
    if (place != null) {
      sweeps.remove(place);
    }
  }

  /** Has every line check its deadlines. */
  public void sweep(long nanoTime) {
    boolean late = sweptBefore && nanoTime - sweptAt > LATE_NANOS;
    sweptBefore = true;
    sweptAt = nanoTime;
    if (late) {
      return; // The process was held, or time has jumped: lines may have been heard meanwhile.
    }
    if (!sweeping) {
      sweeping = true;
      sweeps.begin();
      sweepSome(nanoTime);
    }
  }

  /**
   * Goes on with a sweep, some lines in each turn: they may have a lot to do when their time is up.
   */
  private void sweepSome(long nanoTime) {
    long begun = System.nanoTime();
    for (var one = sweeps.next(); one != null; one = sweeps.next()) {
      one.sweep(nanoTime);
      if (System.nanoTime() - begun >= TURN_NANOS) {
        later(() -> sweepSome(nanoTime));
        return;
      }
    }
    sweeping = false;
    inboundMemory.sweep();
  }

  /** Does something behind what waits for a turn now and the sweep under way. Event loop only. */
  public void afterSweep(Runnable action) {
    later(() -> {
      if (!sweeping) {
        action.run();
      } else {
        afterSweep(action);
      }
    });
  }

  /** Tells whether the lines of this loop take as much as they may while nothing is on its way. */
  public boolean isFull() {
    return sweeps.idleBytes() >= maxIdleBytes;
  }

  /** What is swept: the lines of this loop. */
  public List<Swept> swept() {
    return sweeps.all();
  }
}
