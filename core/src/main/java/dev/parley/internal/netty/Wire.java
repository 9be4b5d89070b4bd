package dev.parley.internal.netty;

import dev.parley.Headers;
import dev.parley.internal.http.HttpReply;
import dev.parley.internal.http.HttpReply.Content;
import dev.parley.internal.http.ReplyEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts HTTP responses on a channel. */
final class Wire {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.network");
  private static final int FILE_CHUNK_BYTES = 64 * 1024;

  private Wire() {}

  static ByteBuf continueExpected(ChannelHandlerContext channel) {
    return buffer(channel, "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  static HttpReply withHeaders(HttpReply reply, Headers more) {
    var headers = reply.headers();
    for (var field : more.fields()) {
      headers = headers.with(field.getKey(), field.getValue());
    }
    return new HttpReply(reply.status(), headers, reply.content());
  }

  /** Sends a response and nothing more. Event loop. */
  static void sendAndFinish(ChannelHandlerContext channel, byte[] answer) {
    channel.write(buffer(channel, answer));
    finish(channel);
  }

  /**
   * Tells the peer that nothing more comes. The channel stays open, as a close would cut off an
   * answer while the peer still sends (RFC 9112, section 9.6). Event loop.
   */
  static void finish(ChannelHandlerContext channel) {
    NettyTransport.finishWriting(channel.channel());
  }

  /** Sends a response of any size and waits until it has left. Virtual thread. */
  static void send(ChannelHandlerContext channel, HttpReply reply, boolean keepAlive) {
    var connection = keepAlive ? ReplyEncoder.Connection.KEEP_ALIVE : ReplyEncoder.Connection.CLOSE;
    byte[] head = ReplyEncoder.head(reply, connection);
    switch (reply.content()) {
      case Content.Bytes(var body) ->
          await(channel.writeAndFlush(Unpooled.wrappedBuffer(head, body)));
      case Content.FilePart part -> {
        channel.write(buffer(channel, head));
        sendFile(channel, part);
      }
    }
  }

  private static void sendFile(ChannelHandlerContext channel, Content.FilePart part) {
    try (var file = FileChannel.open(part.file(), StandardOpenOption.READ)) {
      long position = part.offset();
      long end = part.offset() + part.length();
      while (position < end && channel.channel().isActive()) {
        var chunk = ByteBuffer.allocate((int) Math.min(FILE_CHUNK_BYTES, end - position));
        int count = file.read(chunk, position);
        if (count < 0) {
          throw new IOException("The file became shorter while it was sent.");
        }
        position += count;
        await(channel.writeAndFlush(Unpooled.wrappedBuffer(chunk.flip())));
      }
    } catch (IOException failure) {
      LOG.warn("Sending a file failed: {}", failure.getMessage());
      channel.close();
    }
  }

  private static void await(ChannelFuture written) {
    completion(written).join();
  }

  /**
   * What a virtual thread waits for until something has been written or has failed. To wait for the
   * future itself takes a monitor, and another thread that wakes it.
   */
  static CompletableFuture<@Nullable Void> completion(ChannelFuture written) {
    var completion = new CompletableFuture<@Nullable Void>();
    written.addListener(done -> completion.complete(null));
    if (written.isDone()) {
      // A loop that has ended tells nobody.
      completion.complete(null);
    }
    return completion;
  }

  private static ByteBuf buffer(ChannelHandlerContext channel, byte[] bytes) {
    return channel.alloc().ioBuffer(bytes.length).writeBytes(bytes);
  }
}
