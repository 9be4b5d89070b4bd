package dev.parley.limits;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What lines without a channel need. */
final class Epoll {
  private Epoll() {}

  /** Skips a test where the sockets of the server are those of the JDK. */
  static void require() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("io.netty.transport.noNative") == null,
        "Lines keep their channels where the native library of Netty is missing.");
  }
}
