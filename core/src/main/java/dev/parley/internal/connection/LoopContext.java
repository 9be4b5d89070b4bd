package dev.parley.internal.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

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

  /** A sweep that comes so long after the one before tells nothing about silent peers. */
  private static final long LATE_NANOS = 5_000_000_000L;

  private final Executor loop;
  private final HandlerThreads threads;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final DirectMemory direct = new DirectMemory();
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<OutboundSide> dirty = new ArrayList<>();
  private final ArrayDeque<ArrayDeque<byte[]>> spareFrames = new ArrayDeque<>();

  private final LoopMemory inboundMemory;
  private final LoopMemory outboundMemory;

  /** How many of {@link #dirty} have been flushed. */
  private int flushed;

  /** When the last sweep was; valid if there was one. */
  private long sweptAt;

  private boolean sweptBefore;

  private final Set<Swept> swept = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Creates the context of an event loop. */
  public LoopContext(Executor loop, HandlerThreads threads, ConnectionSettings settings) {
    this.threads = threads;
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

  /** Flushes whatever is to be flushed, so that only what is slow still waits. */
  void flushAll() {
    while (!dirty.isEmpty()) {
      flushSome();
    }
  }

  private void flushDirty() {
    if (flushSome()) {
      later(this::flushDirty);
    }
  }

  /** Returns whether more is to be flushed. */
  private boolean flushSome() {
    int end = Math.min(dirty.size(), flushed + FLUSHED_PER_TURN);
    while (flushed < end) {
      dirty.get(flushed++).flush();
    }
    if (flushed == dirty.size()) {
      dirty.clear();
      flushed = 0;
    }
    return !dirty.isEmpty();
  }

  /**
   * Does something after what others need, soon: there is a bounded time in each round of the loop
   * for everything of this kind.
   */
  public void later(Runnable turn) {
    threads.later(turn);
  }

  /** Has deadlines checked from now on. */
  public void add(Swept one) {
    swept.add(one);
  }

  /** Forgets deadlines. */
  public void remove(Swept one) {
    swept.remove(one);
  }

  /** Has every line check its deadlines. */
  public void sweep(long nanoTime) {
    boolean late = sweptBefore && nanoTime - sweptAt > LATE_NANOS;
    sweptBefore = true;
    sweptAt = nanoTime;
    if (late) {
      return; // The process was held, or time has jumped: lines may have been heard meanwhile.
    }
    for (var one : swept()) {
      one.sweep(nanoTime);
    }
    inboundMemory.sweep();
  }

  /** What is swept: the lines of this loop. */
  public List<Swept> swept() {
    return List.copyOf(swept);
  }
}
