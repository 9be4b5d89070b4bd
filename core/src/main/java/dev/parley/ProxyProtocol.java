package dev.parley;

/** Whether lines begin with a header of the PROXY protocol; see {@link Proxies#proxyProtocol()}. */
public enum ProxyProtocol {
  /** None does. */
  OFF,

  /**
   * Every line of a trusted proxy does, in version 1 or 2; one without is closed. Lines of anybody
   * else begin without.
   */
  REQUIRED
}
