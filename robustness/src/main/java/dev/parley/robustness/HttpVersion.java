package dev.parley.robustness;

/** What attacking lines speak before they open a WebSocket. */
enum HttpVersion {
  HTTP_1_1,
  /** In clear, with prior knowledge (RFC 9113, section 3.3). */
  HTTP_2
}
