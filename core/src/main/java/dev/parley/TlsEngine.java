package dev.parley;

/** What computes TLS. */
public enum TlsEngine {
  /** OpenSSL's where its library is found, else that of Java. */
  AUTO,

  /**
   * OpenSSL's (BoringSSL): faster, and needs {@code io.netty:netty-tcnative-boringssl-static} with
   * the classifier of the platform among the dependencies; without it the start fails.
   */
  OPENSSL,

  /** Java's; works everywhere. */
  JDK
}
