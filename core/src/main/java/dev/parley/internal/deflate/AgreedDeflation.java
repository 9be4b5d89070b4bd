package dev.parley.internal.deflate;

import dev.parley.internal.deflate.Deflation.LoopShare;
import dev.parley.internal.protocol.InflaterSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The compression of one connection. */
public final class AgreedDeflation {
  private final Deflation deflation;
  private final DeflateTerms terms;
  private final LoopShare share;
  private final MessageDeflation messages;
  private final AtomicBoolean released = new AtomicBoolean();

  /** Where inflaters come from; null before the connection is open. Event loop only. */
  private LoopInflaters.@Nullable Lease lease;

  /**
   * What compresses where messages may refer to those before; null if none may. Event loop only.
   */
  private @Nullable ContextDeflation context;

  AgreedDeflation(Deflation deflation, DeflateTerms terms, LoopShare share) {
    this.deflation = deflation;
    this.terms = terms;
    this.share = share;
    this.messages = deflation.messages(terms.windowBits());
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
    var given = share.inflaters().lease(terms.clientTakeover(), onRevoked);
    lease = given;
    return given;
  }

  /**
   * Makes what compresses messages in the order in which they leave, or null if none refers to
   * those before it. Event loop only, once.
   */
  public @Nullable ContextDeflation context() {
    context = terms.serverTakeover() ? deflation.context(share.output()) : null;
    return context;
  }

  /** What compresses messages that refer to nothing before them. Any thread. */
  public MessageDeflation messages() {
    return messages;
  }

  /**
   * Compresses a message of one frame, unless {@link #context} does it when it leaves. Any thread.
   */
  public byte[] compressed(byte[] frame) {
    boolean later = terms.serverTakeover() && frame.length <= ContextDeflation.MAX_FRAME_BYTES;
    return later ? frame : messages.compress(frame);
  }

  /** The line is down. Event loop only. */
  public void close() {
    if (lease != null) {
      lease.close();
    }
    if (context != null) {
      context.close();
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
