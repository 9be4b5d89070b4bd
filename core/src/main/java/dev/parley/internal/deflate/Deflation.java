package dev.parley.internal.deflate;

import dev.parley.Compression;
import dev.parley.CompressionMode;
import dev.parley.internal.handshake.Extension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The compression of a server (RFC 7692): what it agrees to, and what all connections share. */
public final class Deflation {
  /** About what zlib keeps for a connection whose messages refer to the ones before. */
  private static final int CONTEXT_BYTES =
      LoopInflaters.INFLATER_BYTES + DeflaterPool.DEFLATER_BYTES;

  /** No loop has fewer inflaters for messages that come slowly. */
  private static final int LEAST_HELD = 4;

  private final Compression options;
  private final DeflaterPool deflaters;

  /** For windows from the smallest to the largest. */
  private final List<MessageDeflation> messages;

  private final Map<Executor, LoopShare> loops = new ConcurrentHashMap<>();
  private final int maxHeldPerLoop;

  /** What connections with a context of their own may still have. */
  private final AtomicLong contextBytes;

  private Deflation(Compression options) {
    int processors = Runtime.getRuntime().availableProcessors();
    long half = options.maxCompressionBytes() / 2;
    this.options = options;
    this.deflaters = new DeflaterPool(options.compressionLevel(), 2 * processors);
    this.messages =
        IntStream.rangeClosed(DeflateTerms.SMALLEST_WINDOW_BITS, DeflateTerms.LARGEST_WINDOW_BITS)
            .mapToObj(
                bits -> new MessageDeflation(deflaters, options.compressionThresholdBytes(), bits))
            .toList();
    this.contextBytes = new AtomicLong(half);
    this.maxHeldPerLoop =
        Math.clamp(half / LoopInflaters.INFLATER_BYTES / processors, LEAST_HELD, Integer.MAX_VALUE);
  }

  /** What connections of one event loop share. */
  record LoopShare(LoopInflaters inflaters, DeflateOutput output) {}

  /** Makes the compression of a server; empty if it is off. */
  public static Optional<Deflation> of(Compression options) {
    return options.compressionMode() == CompressionMode.OFF
        ? Optional.empty()
        : Optional.of(new Deflation(options));
  }

  /**
   * Accepts the first proper offer of a client (section 5). What is agreed on is to be closed.
   *
   * @param offers the values of {@code Sec-WebSocket-Extensions}
   * @param loop the event loop of the connection
   */
  public Optional<AgreedDeflation> agree(List<String> offers, Executor loop) {
    if (offers.isEmpty()) {
      return Optional.empty();
    }
    return Extension.parse(offers)
        .flatMap(DeflateOffer::firstOf)
        .map(offer -> new AgreedDeflation(this, terms(offer), share(loop)));
  }

  private DeflateTerms terms(DeflateOffer offer) {
    // A smaller window is kept by forgetting more often.
    boolean serverTakeover = offer.serverTakeover() && offer.serverWindowBits().orElse(15) == 15;
    boolean takeover =
        options.compressionMode() == CompressionMode.CONTEXT
            && (serverTakeover || offer.clientTakeover())
            && reserve(CONTEXT_BYTES);
    return new DeflateTerms(
        takeover && serverTakeover, takeover && offer.clientTakeover(), offer.serverWindowBits());
  }

  private boolean reserve(int bytes) {
    if (contextBytes.addAndGet(-bytes) >= 0) {
      return true;
    }
    contextBytes.addAndGet(bytes);
    return false;
  }

  /** Gives back what a connection with a context of its own had. */
  void releaseContext() {
    contextBytes.addAndGet(CONTEXT_BYTES);
  }

  private LoopShare share(Executor loop) {
    return loops.computeIfAbsent(
        loop, _ -> new LoopShare(new LoopInflaters(maxHeldPerLoop), new DeflateOutput()));
  }

  /** What compresses messages that refer to nothing before them. */
  MessageDeflation messages(int windowBits) {
    return messages.get(windowBits - DeflateTerms.SMALLEST_WINDOW_BITS);
  }

  /** Makes what compresses messages of one connection that refer to those before them. */
  ContextDeflation context(DeflateOutput output) {
    return new ContextDeflation(
        options.compressionLevel(), options.compressionThresholdBytes(), output);
  }

  /** Frees what nobody uses any more. After the end of the event loops. */
  public void close() {
    loops.values().forEach(share -> share.inflaters().close());
    deflaters.close();
  }
}
