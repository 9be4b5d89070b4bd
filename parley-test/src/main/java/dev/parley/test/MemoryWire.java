package dev.parley.test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A wire within this process. It never fills up, and has no direction that could be closed alone.
 */
final class MemoryWire implements Wire {
  private final Listener listener;
  private volatile @Nullable Channel channel;

  MemoryWire(Listener listener) {
    this.listener = listener;
  }

  void attach(Channel opened) {
    channel = opened;
    opened.pipeline().addLast(new Inbound());
  }

  @Override
  public SocketAddress localAddress() {
    return channel().localAddress();
  }

  @Override
  public CompletableFuture<Void> send(byte[] bytes) {
    var done = new CompletableFuture<Void>();
    channel()
        .writeAndFlush(Unpooled.wrappedBuffer(bytes))
        .addListener(written -> {
          if (written.isSuccess()) {
            done.complete(null);
          } else {
            done.completeExceptionally(written.cause());
          }
        });
    return done;
  }

  @Override
  public void finishSending() {
    throw onlyOverTcp("Closing one direction alone");
  }

  @Override
  public void stopReading() {
    throw onlyOverTcp("Stopping to read, so that the server cannot send,");
  }

  @Override
  public void resumeReading() {
    // It was never stopped.
  }

  @Override
  public void reset() {
    close();
  }

  @Override
  public void close() {
    channel().close();
  }

  private Channel channel() {
    return Objects.requireNonNull(channel);
  }

  private static UnsupportedOperationException onlyOverTcp(String what) {
    return new UnsupportedOperationException(
        what + " is not possible in memory; make the client with TestClient.overTcp.");
  }

  private final class Inbound extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof ByteBuf buffer) {
          byte[] bytes = new byte[buffer.readableBytes()];
          buffer.readBytes(bytes);
          listener.received(bytes);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      listener.ended(End.FINISHED);
    }
  }
}
