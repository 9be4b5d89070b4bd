package dev.parley.internal.deflate;

import dev.parley.internal.protocol.InflaterSource;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The inflaters of one event loop, so that no connection needs its own between its messages. Event
 * loop only.
 *
 * <p>A message that comes in one read needs an inflater for this read alone. Only so many may be
 * held by messages that come slowly: beyond that the one that was begun first is given up.
 */
final class LoopInflaters {
  /** About what zlib keeps for an inflater: a window of 32 KiB, and its tables. */
  static final int INFLATER_BYTES = 48 * 1024;

  private static final int SCRATCH_BYTES = 64 * 1024;
  private static final int MAX_IDLE = 4;

  private final ArrayDeque<Inflater> idle = new ArrayDeque<>();

  /** Messages that have begun and not ended, the oldest first. */
  private final LinkedHashSet<Lease> held = new LinkedHashSet<>();

  private final int maxHeld;

  /** Memory to inflate into; made when it is needed first. */
  private byte @Nullable [] scratch;

  LoopInflaters(int maxHeld) {
    this.maxHeld = maxHeld;
  }

  /**
   * Gives a connection access.
   *
   * @param ownContext whether its messages may refer to the ones before
   * @param onRevoked called when its message is given up for others
   */
  Lease lease(boolean ownContext, Runnable onRevoked) {
    return new Lease(ownContext, onRevoked);
  }

  /** How many inflaters exist for messages under way. */
  int held() {
    return held.size();
  }

  private Inflater take() {
    var inflater = idle.poll();
    return inflater == null ? new Inflater(true) : inflater;
  }

  private void give(Inflater inflater) {
    if (idle.size() < MAX_IDLE) {
      inflater.reset();
      idle.push(inflater);
    } else {
      inflater.end();
    }
  }

  /** Frees what nobody uses. After the end of the loop. */
  void close() {
    idle.forEach(Inflater::end);
    idle.clear();
  }

  /** What one connection has of the inflaters. */
  final class Lease implements InflaterSource {
    private final boolean ownContext;
    private final Runnable onRevoked;
    private @Nullable Inflater inflater;

    private Lease(boolean ownContext, Runnable onRevoked) {
      this.ownContext = ownContext;
      this.onRevoked = onRevoked;
    }

    @Override
    public void begin() {
      if (ownContext) {
        inflater = inflater == null ? new Inflater(true) : inflater;
        return;
      }
      if (held.size() >= maxHeld) {
        held.getFirst().revoke();
      }
      inflater = take();
      held.add(this);
    }

    @Override
    public @Nullable Inflater inflater() {
      return inflater;
    }

    @Override
    public void end() {
      if (!ownContext) {
        giveBack();
      }
    }

    /** The connection has ended. */
    void close() {
      if (!ownContext) {
        giveBack();
      } else if (inflater != null) {
        inflater.end();
        inflater = null;
      }
    }

    private void giveBack() {
      if (inflater != null) {
        held.remove(this);
        give(inflater);
        inflater = null;
      }
    }

    private void revoke() {
      giveBack();
      onRevoked.run();
    }

    @Override
    public byte[] scratch() {
      var memory = scratch;
      if (memory == null) {
        memory = new byte[SCRATCH_BYTES];
        scratch = memory;
      }
      return memory;
    }

    @Override
    public boolean remembersMessages() {
      return ownContext;
    }
  }
}
