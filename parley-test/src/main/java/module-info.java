import org.jspecify.annotations.NullMarked;

/** Tests of Parley applications, in memory and over sockets. */
@NullMarked
module dev.parley.test {
  requires transitive dev.parley;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires java.management;
  requires jdk.management;
  requires static org.junit.jupiter.api;

  exports dev.parley.test;
}
