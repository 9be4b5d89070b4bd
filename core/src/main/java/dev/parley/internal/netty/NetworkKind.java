package dev.parley.internal.netty;

import dev.parley.internal.connection.ConnectionSettings;
import dev.parley.internal.tls.Certificates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.Optional;

/** What the bytes travel over. */
public enum NetworkKind {
  /** Sockets by the JDK; every platform. */
  NIO {
    @Override
    IoHandlerFactory ioHandlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    ChannelFactory<? extends ServerChannel> serverChannels() {
      return NioServerSocketChannel::new;
    }
  },

  /** Sockets by epoll; Linux with the native library. */
  EPOLL {
    @Override
    IoHandlerFactory ioHandlers() {
      return EpollIoHandler.newFactory(MAX_EVENTS, DefaultSelectStrategyFactory.INSTANCE);
    }

    @Override
    ChannelFactory<? extends ServerChannel> serverChannels() {
      return EpollServerSocketChannel::new;
    }

    @Override
    void options(ServerBootstrap bootstrap, int backlog) {
      super.options(bootstrap, backlog);
      bootstrap.option(TCP_NOTSENT_LOWAT, MOST_UNSENT_BYTES);
    }
  },

  /** Memory of this process, for tests. */
  IN_MEMORY {
    @Override
    IoHandlerFactory ioHandlers() {
      return LocalIoHandler.newFactory();
    }

    @Override
    ChannelFactory<? extends ServerChannel> serverChannels() {
      return LocalServerChannel::new;
    }

    @Override
    void options(ServerBootstrap bootstrap, int backlog) {
      // Memory has none.
    }

    @Override
    Optional<Certificates> certificates(ConnectionSettings settings) {
      // What stays within the process needs no TLS, and tests no certificates.
      return Optional.empty();
    }
  };

  /**
   * How many lines the event loop reads before it runs their handlers. More would save little and
   * have each reply wait for more others.
   */
  private static final int MAX_EVENTS = 64;

  /** How many clients are let in before those that are in have their turn. */
  private static final int MOST_ACCEPTED_AT_ONCE = 2;

  /**
   * How many bytes the kernel takes for a client beyond what is on its way: otherwise it is
   * megabytes for each that does not read, and the time to copy them.
   */
  private static final int MOST_UNSENT_BYTES = 64 * 1024;

  /**
   * The option of that, with the kernel's numbers. Sockets inherit it from the one that listens,
   * where Netty knows it by number only; for each of them it would be a call of its own.
   */
  private static final ChannelOption<Integer> TCP_NOTSENT_LOWAT =
      new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", 6, 25);

  /** Gives a channel that is made of a socket what its first channel was given. */
  static void reopened(EpollSocketChannel channel) {
    // The socket still has what is its own.
    channel.config().setAllowHalfClosure(true);
  }

  /** The best kind of sockets on this machine. */
  public static NetworkKind sockets() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory ioHandlers();

  abstract ChannelFactory<? extends ServerChannel> serverChannels();

  Optional<Certificates> certificates(ConnectionSettings settings) {
    return Certificates.of(settings.config(), settings.time());
  }

  void options(ServerBootstrap bootstrap, int backlog) {
    // TCP_NODELAY is Netty's default.
    bootstrap
        .option(ChannelOption.SO_BACKLOG, backlog)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(MOST_ACCEPTED_AT_ONCE))
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }
}
