package dev.parley.internal.connection;

/** Which way bytes go. */
public enum Direction {
  /** From clients to handlers. */
  INBOUND,

  /** From handlers and rooms to clients. */
  OUTBOUND
}
