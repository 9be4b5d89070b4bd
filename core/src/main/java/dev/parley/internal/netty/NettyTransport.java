package dev.parley.internal.netty;

import dev.parley.internal.connection.LineListener;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A line on a Netty channel. */
final class NettyTransport implements Transport {
  private final Channel channel;
  private final Executor loop;
  private final int idleBytes;
  private @Nullable LineListener listener;

  NettyTransport(Channel channel, LoopContext context) {
    this.channel = channel;
    this.loop = context.loop();
    this.idleBytes = IdleBytes.channel(channel.pipeline().get(SslHandler.class) != null);
  }

  /** Says who is told what happens. Event loop, before anything is written. */
  void listener(LineListener lineListener) {
    listener = lineListener;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public int idleBytes() {
    return idleBytes;
  }

  @Override
  public void write(List<byte[]> chunks, int totalBytes) {
    ByteBuf buffer = channel.alloc().ioBuffer(totalBytes);
    for (byte[] chunk : chunks) {
      buffer.writeBytes(chunk);
    }
    var written = channel.writeAndFlush(buffer);
    var told = Objects.requireNonNull(listener);
    if (written.isDone()) {
      told.sent(totalBytes);
    } else {
      written.addListener(done -> told.sent(totalBytes));
    }
  }

  @Override
  public void pauseReading() {
    channel.config().setAutoRead(false);
  }

  @Override
  public void resumeReading() {
    channel.config().setAutoRead(true);
  }

  @Override
  public void finishWriting() {
    finishWriting(channel);
  }

  /** Has the peer see the end of what it is sent, behind what has been written. */
  static void finishWriting(Channel channel) {
    afterWrites(
        channel,
        done -> {
          var tls = channel.pipeline().get(SslHandler.class);
          if (tls != null) {
            tls.closeOutbound();
          } else if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
          }
        });
  }

  @Override
  public void closeOnceWritten() {
    afterWrites(channel, ChannelFutureListener.CLOSE);
  }

  @Override
  public void abort() {
    channel.close();
  }

  private static void afterWrites(Channel channel, ChannelFutureListener action) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(action);
  }
}
