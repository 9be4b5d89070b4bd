package dev.parley;

/** By which headers proxies tell about clients; see {@link Proxies#forwardedHeaders()}. */
public enum ForwardedHeaders {
  /**
   * {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Prefix}, as most proxies
   * write them.
   */
  X_FORWARDED,

  /** {@code Forwarded} (RFC 7239). */
  RFC_7239,

  /** None: the proxies use the PROXY protocol, or tell nothing. */
  NONE
}
