import org.jspecify.annotations.NullMarked;

/** WebSocket services in plain, straight-line Java. */
@NullMarked
// The modules that its inner packages are open to are built later.
@SuppressWarnings("module")
module dev.parley {
  requires transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires com.fasterxml.jackson.annotation;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires org.slf4j;

  exports dev.parley;
  exports dev.parley.auth;
  exports dev.parley.spi;
  exports dev.parley.internal.app to
      dev.parley.cli,
      dev.parley.test;

  uses dev.parley.spi.Constraints;

  exports dev.parley.broker;
  exports dev.parley.internal.json to
      dev.parley.test;
  exports dev.parley.internal.netty to
      dev.parley.test;
  exports dev.parley.internal.protocol to
      dev.parley.test;
  exports dev.parley.internal.time to
      dev.parley.test;
}
