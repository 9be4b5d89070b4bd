package dev.parley.internal.deflate;

import dev.parley.internal.protocol.InflaterSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The compression of one connection. */
public final class AgreedDeflation {
  private final Deflation deflation;
  private final DeflateTerms terms;
  private final LoopInflaters loopInflaters;
  private final AtomicBoolean released = new AtomicBoolean();

  /** Where inflaters come from; null before the connection is open. Event loop only. */
  private LoopInflaters.@Nullable Lease lease;

  AgreedDeflation(Deflation deflation, DeflateTerms terms, LoopInflaters loopInflaters) {
    this.deflation = deflation;
    this.terms = terms;
    this.loopInflaters = loopInflaters;
  }

  /** The value of {@code Sec-WebSocket-Extensions} in the answer (RFC 7692, section 5). */
  public String header() {
    return terms.header();
  }

  /**
   * Gives the connection its inflaters. Event loop only, once.
   *
   * @param onRevoked called when its message comes so slowly that others need the inflater
   */
  public InflaterSource inflaters(Runnable onRevoked) {
    var given = loopInflaters.lease(terms.clientTakeover(), onRevoked);
    lease = given;
    return given;
  }

  /** The line is down. Event loop only. */
  public void close() {
    if (lease != null) {
      lease.close();
    }
    release();
  }

  /** Gives back what was reserved. Any thread; more than once has no effect. */
  public void release() {
    if (terms.hasContext() && released.compareAndSet(false, true)) {
      deflation.releaseContext();
    }
  }
}
