package dev.parley.internal.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;
import io.netty.util.ReferenceCountUtil;

/** Chooses the certificate by the name that the client asks for (RFC 6066, section 3). */
final class ServerNameHandler extends SniHandler {
  private static final int MAX_CLIENT_HELLO_BYTES = 32 * 1024;

  /** Deadlines are the server's own, which tests can move. */
  private static final long NO_TIMEOUT = 0;

  /** How long a peer that does not read keeps a closed line open. */
  private static final long CLOSE_FLUSH_MILLIS = 1_000;

  ServerNameHandler(Certificates certificates) {
    super((Mapping<String, SslContext>) certificates::borrow, MAX_CLIENT_HELLO_BYTES, NO_TIMEOUT);
  }

  @Override
  protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
    try {
      var handler = super.newSslHandler(context, allocator);
      handler.setHandshakeTimeoutMillis(NO_TIMEOUT);
      handler.setCloseNotifyFlushTimeoutMillis(CLOSE_FLUSH_MILLIS);
      return handler;
    } finally {
      // The engine that was made holds the context from here on.
      ReferenceCountUtil.release(context);
    }
  }
}
