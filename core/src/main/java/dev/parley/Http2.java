package dev.parley;

/** Where HTTP/2 (RFC 9113) is spoken, WebSockets included (RFC 8441). */
public enum Http2 {
  /** Nowhere: HTTP/1.1 only. */
  OFF,

  /** Over TLS, where the client offers it (ALPN). */
  TLS,

  /** Over TLS, and without it with clients that start with it ("prior knowledge", h2c). */
  CLEARTEXT
}
