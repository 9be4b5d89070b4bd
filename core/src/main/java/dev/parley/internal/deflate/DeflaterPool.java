package dev.parley.internal.deflate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few deflaters for all threads of a server. Whoever finds none sends uncompressed, which is
 * always allowed (RFC 7692, section 6): nobody waits. Safe to use from any thread.
 */
final class DeflaterPool {
  /** About what zlib keeps for a deflater. */
  static final int DEFLATER_BYTES = 264 * 1024;

  private final int level;
  private final AtomicReferenceArray<@Nullable PayloadDeflater> idle;
  private final AtomicInteger made = new AtomicInteger();
  private volatile boolean closed;

  DeflaterPool(int level, int size) {
    this.level = level;
    this.idle = new AtomicReferenceArray<>(size);
  }

  /** Takes a deflater, to be given back; null if all are in use. */
  @Nullable PayloadDeflater take() {
    for (int i = 0; i < idle.length(); i++) {
      if (idle.get(i) != null) {
        var taken = idle.getAndSet(i, null);
        if (taken != null) {
          return taken;
        }
      }
    }
    if (made.get() < idle.length() && made.incrementAndGet() <= idle.length()) {
      return new PayloadDeflater(level, new DeflateOutput());
    }
    return null;
  }

  /** Gives a deflater back. */
  void give(PayloadDeflater deflater) {
    deflater.output().trim();
    int i = 0;
    // There is a place for each that was made.
    while (!idle.compareAndSet(i, null, deflater)) {
      i = (i + 1) % idle.length();
    }
    if (closed) {
      freeIdle();
    }
  }

  /** Frees the deflaters, those in use when they are given back. */
  void close() {
    closed = true;
    freeIdle();
  }

  private void freeIdle() {
    for (int i = 0; i < idle.length(); i++) {
      var taken = idle.getAndSet(i, null);
      if (taken != null) {
        taken.close();
      }
    }
  }
}
