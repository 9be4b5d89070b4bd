package dev.parley;

import dev.parley.internal.http.Networks;
import java.util.List;

/**
 * Which proxies stand in front of a server and what they tell about clients. Set by {@link
 * ServerConfig.Builder#proxies}, by system properties and by environment variables, as every other
 * option.
 *
 * <p>What a trusted proxy tells becomes {@link Request#remoteAddress()}, {@link Request#scheme()},
 * {@link Request#host()} and {@link Request#prefix()}: for handlers, limits, logs and the check of
 * origins. What anybody else sends in these headers is ignored.
 */
public final class Proxies {
  private final List<String> trustedProxies;
  private final ForwardedHeaders forwardedHeaders;
  private final ProxyProtocol proxyProtocol;
  private final String pathPrefix;

  private Proxies(Builder builder) {
    this.trustedProxies = builder.trustedProxies;
    this.forwardedHeaders = builder.forwardedHeaders;
    this.proxyProtocol = builder.proxyProtocol;
    this.pathPrefix = builder.pathPrefix;
  }

  /**
   * Returns the addresses of proxies whose word counts.
   *
   * @return the option. Addresses and networks such as {@code 10.0.0.0/8}; none by default.
   */
  public List<String> trustedProxies() {
    return trustedProxies;
  }

  /**
   * Returns which headers the proxies set. Only one kind is read, as a proxy passes on the other as
   * the client wrote it.
   *
   * @return the option. {@link ForwardedHeaders#X_FORWARDED} by default.
   */
  public ForwardedHeaders forwardedHeaders() {
    return forwardedHeaders;
  }

  /**
   * Returns whether the proxies say at the start of each line, before TLS and HTTP, who the client
   * is.
   *
   * @return the option. {@link ProxyProtocol#OFF} by default.
   */
  public ProxyProtocol proxyProtocol() {
    return proxyProtocol;
  }

  /**
   * Returns the path under which the outside world knows the application; it is taken off where a
   * request has it, so that proxies may strip it or not.
   *
   * @return the option. A path such as {@code /chat}; none by default.
   */
  public String pathPrefix() {
    return pathPrefix;
  }

  /** Builds the options. A value out of range is refused at once. */
  public static final class Builder {
    private List<String> trustedProxies = List.of();
    private ForwardedHeaders forwardedHeaders = ForwardedHeaders.X_FORWARDED;
    private ProxyProtocol proxyProtocol = ProxyProtocol.OFF;
    private String pathPrefix = "";

    Builder() {}

    /**
     * Sets the addresses of proxies whose word counts.
     *
     * @param value addresses and networks such as {@code 10.0.0.0/8}; none by default
     * @return this builder
     */
    public Builder trustedProxies(List<String> value) {
      try {
        Networks.of(value);
      } catch (IllegalArgumentException bad) {
        throw new ConfigurationException(
            "trustedProxies has '"
                + bad.getMessage()
                + "'; expected an address, or a network such as 10.0.0.0/8.");
      }
      this.trustedProxies = List.copyOf(value);
      return this;
    }

    /**
     * Sets which headers the proxies set. Only one kind is read, as a proxy passes on the other as
     * the client wrote it.
     *
     * @param value {@link ForwardedHeaders#X_FORWARDED} by default
     * @return this builder
     */
    public Builder forwardedHeaders(ForwardedHeaders value) {
      this.forwardedHeaders = value;
      return this;
    }

    /**
     * Sets whether the proxies say at the start of each line, before TLS and HTTP, who the client
     * is.
     *
     * @param value {@link ProxyProtocol#OFF} by default
     * @return this builder
     */
    public Builder proxyProtocol(ProxyProtocol value) {
      this.proxyProtocol = value;
      return this;
    }

    /**
     * Sets the path under which the outside world knows the application; it is taken off where a
     * request has it, so that proxies may strip it or not.
     *
     * @param value a path such as {@code /chat}; none by default
     * @return this builder
     */
    public Builder pathPrefix(String value) {
      if (!value.startsWith("/") || value.endsWith("/")) {
        throw new ConfigurationException(
            "pathPrefix is '" + value + "'; expected a path such as /chat.");
      }
      this.pathPrefix = value;
      return this;
    }

    void applyOverrides() {
      OptionText.list("trustedProxies", this::trustedProxies);
      OptionText.choice("forwardedHeaders", ForwardedHeaders.class, this::forwardedHeaders);
      OptionText.choice("proxyProtocol", ProxyProtocol.class, this::proxyProtocol);
      OptionText.text("pathPrefix", this::pathPrefix);
    }

    Proxies build() {
      if (proxyProtocol == ProxyProtocol.REQUIRED && trustedProxies.isEmpty()) {
        throw new ConfigurationException(
            "proxyProtocol is required, but there are no trustedProxies. Name the proxies.");
      }
      return new Proxies(this);
    }
  }
}
