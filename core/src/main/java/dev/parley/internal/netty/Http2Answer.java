package dev.parley.internal.netty;

import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.HttpReply.Content;
import dev.parley.internal.http.ReplyEncoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer on a stream, made from the one of HTTP/1.1 that connections and handlers make.
 *
 * @param headers status and fields
 * @param body what follows them
 */
record Http2Answer(Http2Headers headers, byte[] body) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.network");
  private static final int FILE_CHUNK_BYTES = 64 * 1024;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;

  /** Fields that are about a connection of HTTP/1.1 (RFC 9113, section 8.2.2; RFC 8441). */
  private static final Set<String> LEFT_OUT =
      Set.of("connection", "upgrade", "keep-alive", "transfer-encoding", "sec-websocket-accept");

  /** Translates an answer; one that switches protocols is a plain success here. */
  static Http2Answer of(byte[] http1) {
    var text = new String(http1, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    var lines = text.substring(0, end).split("\r\n");
    var status = lines[0].substring(STATUS_AT, STATUS_AT + STATUS_DIGITS);
    var headers = new DefaultHttp2Headers().status(status.equals("101") ? "200" : status);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      var name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      if (!LEFT_OUT.contains(name)) {
        headers.add(name, lines[i].substring(colon + 1).strip());
      }
    }
    int bodyAt = end + "\r\n\r\n".length();
    byte[] body = new byte[http1.length - bodyAt];
    System.arraycopy(http1, bodyAt, body, 0, body.length);
    return new Http2Answer(headers, body);
  }

  static Http2Answer of(HttpReply reply) {
    return of(ReplyEncoder.closing(reply));
  }

  /** Writes it as all that the stream gets. Any thread. */
  void end(Channel stream) {
    stream.write(new DefaultHttp2HeadersFrame(headers));
    stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
  }

  /** Sends a response of any size and waits until it has left. Virtual thread. */
  static void send(Channel stream, HttpReply reply, Duration patience) {
    var answer = of(ReplyEncoder.head(reply, ReplyEncoder.Connection.KEEP_ALIVE));
    boolean empty = isEmpty(reply.content());
    var written = stream.writeAndFlush(new DefaultHttp2HeadersFrame(answer.headers, empty));
    if (empty) {
      await(written, patience);
      return;
    }
    switch (reply.content()) {
      case Content.Bytes(var body) ->
          await(
              stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true)),
              patience);
      case Content.FilePart part -> sendFile(stream, part, patience);
    }
  }

  private static boolean isEmpty(Content content) {
    return switch (content) {
      case Content.Bytes(var body) -> body.length == 0;
      case Content.FilePart part -> part.length() == 0;
    };
  }

  private static void sendFile(Channel stream, Content.FilePart part, Duration patience) {
    try (var file = FileChannel.open(part.file(), StandardOpenOption.READ)) {
      long position = part.offset();
      long end = part.offset() + part.length();
      while (position < end && stream.isActive()) {
        var chunk = ByteBuffer.allocate((int) Math.min(FILE_CHUNK_BYTES, end - position));
        int count = file.read(chunk, position);
        if (count < 0) {
          throw new IOException("The file became shorter while it was sent.");
        }
        position += count;
        var data = new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(chunk.flip()), position == end);
        await(stream.writeAndFlush(data), patience);
      }
    } catch (IOException failure) {
      LOG.warn("Sending a file failed: {}", failure.getMessage());
      stream.close();
    }
  }

  /** Waits for a client that does not read only for a time: then the stream is reset. */
  private static void await(ChannelFuture written, Duration patience) {
    Wire.completion(written)
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    if (!written.isDone()) {
      written.channel().close();
    }
  }
}
