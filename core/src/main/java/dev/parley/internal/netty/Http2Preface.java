package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.http.RequestLine;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of an HTTP/2 connection, which look like a request of HTTP/1.1 that no server
 * serves (RFC 9113, section 3.4).
 */
final class Http2Preface {
  private static final byte[] REQUEST_PART =
      "PRI * HTTP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Http2Preface() {}

  /** Tells whether a request is the start of the preface. */
  static boolean starts(DecodedHead request) {
    return request.method().equals("PRI")
        && request.target().equals("*")
        && request.version().text().equals("HTTP/2.0");
  }

  /** Has the channel speak HTTP/2: what came so far is read again, by those who know it. */
  static void switchOver(
      ChannelHandlerContext requests,
      RequestDecoder decoder,
      Engine engine,
      LoopContext context,
      RequestLine line) {
    var pipeline = requests.pipeline();
    Http2Connection.addTo(pipeline, engine, context, line.withHttpVersion(Http2Connection.VERSION));
    requests.fireChannelRead(Unpooled.wrappedBuffer(REQUEST_PART));
    pipeline.remove(requests.handler());
    pipeline.remove(decoder);
  }
}
