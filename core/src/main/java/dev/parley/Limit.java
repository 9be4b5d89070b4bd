package dev.parley;

/** A limit that can take effect; {@link Server#limitHits} counts how often it did. */
public enum Limit {
  /** Connections of the server ({@link ServerConfig#maxConnections()}); answered with 503. */
  CONNECTIONS,

  /**
   * Memory of connections that are just there ({@link Limits#maxConnectionBytes()}); cut off when
   * they connect, or answered with 503.
   */
  CONNECTION_MEMORY,

  /** Connections of one client address; answered with 429, or cut off when it connects. */
  CONNECTIONS_PER_ADDRESS,

  /** Connections of one identity; answered with 429, or closed with 1008. */
  CONNECTIONS_PER_USER,

  /** Connections of one route ({@link WebSocketRoute#maxConnections()}); answered with 503. */
  CONNECTIONS_PER_ROUTE,

  /** Handshakes a second of the server; answered with 503. */
  HANDSHAKES,

  /** Handshakes a second of one client address; answered with 429, or cut off when it connects. */
  HANDSHAKES_PER_ADDRESS,

  /** Messages a second of one connection; delayed, dropped or closed with 1008. */
  MESSAGES,

  /** Bytes a second of one connection; delayed, dropped or closed with 1008. */
  BYTES,

  /** Messages a second of one identity; delayed, dropped or closed with 1008. */
  MESSAGES_PER_USER,

  /** Bytes a second of one identity; delayed, dropped or closed with 1008. */
  BYTES_PER_USER,

  /**
   * Size of a message, on the wire or unpacked, or the number of its fragments; closed with 1009.
   */
  MESSAGE_SIZE,

  /**
   * Memory of compressed messages that come in pieces ({@link Compression#maxCompressionBytes()});
   * the message that was begun first is given up, and its connection closed with 1013.
   */
  COMPRESSION_MEMORY,

  /** Rooms of one connection; the join fails, and the connection is closed with 1008. */
  ROOMS_PER_CONNECTION,

  /** Bytes that wait for one client; closed with 1013. */
  OUTBOUND_QUEUE,

  /**
   * Bytes of all clients together that wait in memory; the worst are closed with 1013, or answered
   * with 503.
   */
  INBOUND_BUDGET,

  /** Bytes that wait for all clients together; the worst are closed with 1013. */
  OUTBOUND_BUDGET,

  /** Size of the target, the headers or the body of a request; answered with 414, 431 or 413. */
  REQUEST_SIZE,

  /** Time of a request to arrive; answered with 408. */
  REQUEST_TIME,

  /** Time of the first message to arrive; closed with 1008. */
  FIRST_MESSAGE,

  /** Time without a message; closed with 1001. */
  IDLE
}
