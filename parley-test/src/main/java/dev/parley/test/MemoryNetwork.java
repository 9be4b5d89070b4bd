package dev.parley.test;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Wires within this process, over Netty's local transport: the same pipeline at the server, no
 * port.
 */
final class MemoryNetwork implements Network {
  private static final AtomicLong CLIENTS = new AtomicLong();

  private final LocalAddress server;
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("parley-test-loop", true), LocalIoHandler.newFactory());

  MemoryNetwork(LocalAddress server) {
    this.server = server;
  }

  @Override
  public Wire connect(Wire.Listener listener) {
    var wire = new MemoryWire(listener);
    var connected =
        new Bootstrap()
            .group(loops)
            .channel(LocalChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    wire.attach(channel);
                  }
                })
            .connect(server, new LocalAddress("parley-test-client-" + CLIENTS.incrementAndGet()))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new UncheckedIOException(
          new IOException("Nobody listens on " + server + " in memory.", connected.cause()));
    }
    return wire;
  }

  @Override
  public String host() {
    return "testserver";
  }

  @Override
  public void settle() {
    loops.forEach(executor -> ((EventLoop) executor).submit(() -> {}).awaitUninterruptibly());
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
