package dev.parley;

/** What happens to messages that come faster than a rate of {@link Limits} allows. */
public enum RatePolicy {
  /**
   * The server stops reading from the client until the rate is kept; nothing is lost. Pings of the
   * client wait meanwhile, too.
   */
  DELAY,

  /** Messages above the rate are dropped, whole, before the handler sees them. */
  DROP,

  /** The connection is closed with 1008 (RFC 6455, section 7.4.1). */
  CLOSE
}
