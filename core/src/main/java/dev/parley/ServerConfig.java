package dev.parley;

import dev.parley.internal.handshake.Origins;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The options of a server, each with a safe default.
 *
 * <p>Set in code by {@link App#config}; the system property {@code parley.maxMessageBytes} or the
 * environment variable {@code PARLEY_MAX_MESSAGE_BYTES} (and so on for every option) overrides the
 * code, the property before the variable. Times are written {@code 500ms}, {@code 10s}, {@code 5m}
 * or {@code 1h} there, lists with commas.
 */
public final class ServerConfig {
  private final String host;
  private final int port;
  private final int maxMessageBytes;
  private final int maxFragments;
  private final int maxQueuedInboundBytes;
  private final int maxQueuedOutboundBytes;
  private final Duration sendTimeout;
  private final Duration handshakeTimeout;
  private final Duration idleHttpTimeout;
  private final Duration closeTimeout;
  private final Duration heartbeatInterval;
  private final Duration heartbeatTimeout;
  private final Duration disconnectGrace;
  private final Duration cleanupGrace;
  private final Duration shutdownGrace;
  private final int maxTasksPerConnection;
  private final int maxRequestBodyBytes;
  private final int maxHeaderBytes;
  private final int maxHeaderFields;
  private final int maxTargetBytes;
  private final int maxConnections;
  private final List<String> allowedOrigins;
  private final Limits limits;
  private final Proxies proxies;
  private final Tls tls;
  private final Compression compression;
  private final Http2 http2;
  private final int maxStreamsPerConnection;

  private ServerConfig(Builder builder) {
    this.host = builder.host;
    this.port = builder.port;
    this.maxMessageBytes = builder.maxMessageBytes;
    this.maxFragments = builder.maxFragments;
    this.maxQueuedInboundBytes = builder.maxQueuedInboundBytes;
    this.maxQueuedOutboundBytes = builder.maxQueuedOutboundBytes;
    this.sendTimeout = builder.sendTimeout;
    this.handshakeTimeout = builder.handshakeTimeout;
    this.idleHttpTimeout = builder.idleHttpTimeout;
    this.closeTimeout = builder.closeTimeout;
    this.heartbeatInterval = builder.heartbeatInterval;
    this.heartbeatTimeout = builder.heartbeatTimeout;
    this.disconnectGrace = builder.disconnectGrace;
    this.cleanupGrace = builder.cleanupGrace;
    this.shutdownGrace = builder.shutdownGrace;
    this.maxTasksPerConnection = builder.maxTasksPerConnection;
    this.maxRequestBodyBytes = builder.maxRequestBodyBytes;
    this.maxHeaderBytes = builder.maxHeaderBytes;
    this.maxHeaderFields = builder.maxHeaderFields;
    this.maxTargetBytes = builder.maxTargetBytes;
    this.maxConnections = builder.maxConnections;
    this.allowedOrigins = builder.allowedOrigins;
    this.limits = builder.limits.build();
    this.proxies = builder.proxies.build();
    this.tls = builder.tls.build();
    this.compression = builder.compression.build();
    this.http2 = builder.http2;
    this.maxStreamsPerConnection = builder.maxStreamsPerConnection;
  }

  /**
   * Returns a builder with every option at its default.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the address to listen on; {@code 0.0.0.0} for every interface.
   *
   * @return the option. Default 127.0.0.1.
   */
  public String host() {
    return host;
  }

  /**
   * Returns the port to listen on; 0 picks a free one.
   *
   * @return the option. 0 to 65535, default 8000.
   */
  public int port() {
    return port;
  }

  /**
   * Returns the largest message that a client may send; a larger one closes the connection with
   * 1009 as soon as its length is known.
   *
   * @return the option. 1 to 2147482623 bytes, default 1 MiB.
   */
  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  /**
   * Returns how many frames one message may have; more close the connection with 1009.
   *
   * @return the option. 1 to 1000000, default 1024.
   */
  public int maxFragments() {
    return maxFragments;
  }

  /**
   * Returns how many bytes may wait for a handler before the server stops reading from the client.
   *
   * @return the option. 1024 to 2147482623 bytes, default 256 KiB.
   */
  public int maxQueuedInboundBytes() {
    return maxQueuedInboundBytes;
  }

  /**
   * Returns how many bytes may wait for a client before a send blocks.
   *
   * @return the option. 1024 to 2147482623 bytes, default 1 MiB.
   */
  public int maxQueuedOutboundBytes() {
    return maxQueuedOutboundBytes;
  }

  /**
   * Returns how long a send may wait for a client that does not read; then the connection is closed
   * with 1013.
   *
   * @return the option. 1 ms to 1 h, default 10 s.
   */
  public Duration sendTimeout() {
    return sendTimeout;
  }

  /**
   * Returns how long a request may take to arrive, and a handler to accept or deny a handshake.
   *
   * @return the option. 1 ms to 1 h, default 10 s.
   */
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * Returns how long an HTTP connection without a request stays open.
   *
   * @return the option. 1 ms to 1 h, default 60 s.
   */
  public Duration idleHttpTimeout() {
    return idleHttpTimeout;
  }

  /**
   * Returns how long the client's close frame is awaited after the server's; then the line is cut.
   *
   * @return the option. 1 ms to 1 h, default 5 s.
   */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /**
   * Returns how often a ping is sent to a client.
   *
   * @return the option. 10 ms to 24 h, default 20 s.
   */
  public Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  /**
   * Returns how long the pong may take; then the connection is closed with 1011. Time in which the
   * server itself does not read does not count.
   *
   * @return the option. 10 ms to 24 h, default 20 s.
   */
  public Duration heartbeatTimeout() {
    return heartbeatTimeout;
  }

  /**
   * Returns how long a handler that has received messages may go on after its client has left
   * before it is interrupted; one that never received is interrupted at once.
   *
   * @return the option. 0 to 1 h, default 5 s.
   */
  public Duration disconnectGrace() {
    return disconnectGrace;
  }

  /**
   * Returns how long an interrupted handler, a child task or the closing of a dependency may take
   * before a log entry names it.
   *
   * @return the option. 1 ms to 1 h, default 10 s.
   */
  public Duration cleanupGrace() {
    return cleanupGrace;
  }

  /**
   * Returns how long handlers may go on at shutdown after their clients were told to leave.
   *
   * @return the option. 0 to 1 h, default 10 s.
   */
  public Duration shutdownGrace() {
    return shutdownGrace;
  }

  /**
   * Returns how many child tasks one connection may have at a time.
   *
   * @return the option. 1 to 100000, default 64.
   */
  public int maxTasksPerConnection() {
    return maxTasksPerConnection;
  }

  /**
   * Returns the largest body of an HTTP request; a larger one is answered with 413.
   *
   * @return the option. 0 to 2147482623 bytes, default 1 MiB.
   */
  public int maxRequestBodyBytes() {
    return maxRequestBodyBytes;
  }

  /**
   * Returns the size of all headers of a request together; more are answered with 431.
   *
   * @return the option. 256 bytes to 1 MiB, default 16 KiB.
   */
  public int maxHeaderBytes() {
    return maxHeaderBytes;
  }

  /**
   * Returns how many header fields a request over HTTP/1.1 may have; more are answered with 431.
   * Over HTTP/2 their size alone counts, in which each has 32 bytes more (RFC 9113, section 6.5.2).
   *
   * @return the option. 10 to 10000, default 100.
   */
  public int maxHeaderFields() {
    return maxHeaderFields;
  }

  /**
   * Returns the length of path and query of a request; longer ones are answered with 414.
   *
   * @return the option. 256 bytes to 1 MiB, default 8 KiB.
   */
  public int maxTargetBytes() {
    return maxTargetBytes;
  }

  /**
   * Returns how many connections may be open; further ones are answered with 503 and {@code
   * Retry-After}.
   *
   * @return the option. 1 to 10000000, default 100000.
   */
  public int maxConnections() {
    return maxConnections;
  }

  /**
   * Returns the origins, besides that of the server itself, whose pages may open a WebSocket:
   * exact, with a wildcard such as {@code https://*.example.com}, or {@code *} for all.
   *
   * @return the option. None by default: a page of another origin is refused with 403; clients
   *     without an {@code Origin} header are not browsers and are not checked.
   */
  public List<String> allowedOrigins() {
    return allowedOrigins;
  }

  /**
   * Returns how much clients may ask of the server.
   *
   * @return the limits on connections, rates, rooms and waiting bytes
   */
  public Limits limits() {
    return limits;
  }

  /**
   * Returns which proxies stand in front of the server.
   *
   * @return whom to trust, and how they tell about clients
   */
  public Proxies proxies() {
    return proxies;
  }

  /**
   * Returns how the server speaks TLS.
   *
   * @return certificates, keys and what belongs to them; no TLS by default
   */
  public Tls tls() {
    return tls;
  }

  /**
   * Returns how messages are compressed.
   *
   * @return the options of compression
   */
  public Compression compression() {
    return compression;
  }

  /**
   * Returns where HTTP/2 is spoken, beside HTTP/1.1.
   *
   * @return the option. off, tls or cleartext (TLS included); default tls.
   */
  public Http2 http2() {
    return http2;
  }

  /**
   * Returns how many streams (requests and WebSockets) one HTTP/2 connection may have at a time;
   * further ones are refused with REFUSED_STREAM (RFC 9113, section 5.1.2).
   *
   * @return the option. 1 to 10000, default 100.
   */
  public int maxStreamsPerConnection() {
    return maxStreamsPerConnection;
  }

  /** Builds the options. A value out of range is refused at once. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port = 8000;
    private int maxMessageBytes = 1024 * 1024;
    private int maxFragments = 1_024;
    private int maxQueuedInboundBytes = 256 * 1024;
    private int maxQueuedOutboundBytes = 1024 * 1024;
    private Duration sendTimeout = Duration.ofSeconds(10);
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration idleHttpTimeout = Duration.ofSeconds(60);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration heartbeatInterval = Duration.ofSeconds(20);
    private Duration heartbeatTimeout = Duration.ofSeconds(20);
    private Duration disconnectGrace = Duration.ofSeconds(5);
    private Duration cleanupGrace = Duration.ofSeconds(10);
    private Duration shutdownGrace = Duration.ofSeconds(10);
    private int maxTasksPerConnection = 64;
    private int maxRequestBodyBytes = 1024 * 1024;
    private int maxHeaderBytes = 16 * 1024;
    private int maxHeaderFields = 100;
    private int maxTargetBytes = 8 * 1024;
    private int maxConnections = 100_000;
    private List<String> allowedOrigins = List.of();
    private Limits.Builder limits = new Limits.Builder();
    private Proxies.Builder proxies = new Proxies.Builder();
    private Tls.Builder tls = new Tls.Builder();
    private Compression.Builder compression = new Compression.Builder();
    private Http2 http2 = Http2.TLS;
    private int maxStreamsPerConnection = 100;

    private Builder() {}

    /**
     * Sets the address to listen on; {@code 0.0.0.0} for every interface.
     *
     * @param value Default 127.0.0.1.
     * @return this builder
     */
    public Builder host(String value) {
      this.host = OptionText.requireText("host", value);
      return this;
    }

    /**
     * Sets the port to listen on; 0 picks a free one.
     *
     * @param value 0 to 65535, default 8000.
     * @return this builder
     */
    public Builder port(int value) {
      this.port = OptionText.requireRange("port", value, 0, 65_535);
      return this;
    }

    /**
     * Sets the largest message that a client may send; a larger one closes the connection with 1009
     * as soon as its length is known.
     *
     * @param value 1 to 2147482623 bytes, default 1 MiB.
     * @return this builder
     */
    public Builder maxMessageBytes(int value) {
      this.maxMessageBytes =
          OptionText.requireRange("maxMessageBytes", value, 1, Integer.MAX_VALUE - 1024);
      return this;
    }

    /**
     * Sets how many frames one message may have; more close the connection with 1009.
     *
     * @param value 1 to 1000000, default 1024.
     * @return this builder
     */
    public Builder maxFragments(int value) {
      this.maxFragments = OptionText.requireRange("maxFragments", value, 1, 1_000_000);
      return this;
    }

    /**
     * Sets how many bytes may wait for a handler before the server stops reading from the client.
     *
     * @param value 1024 to 2147482623 bytes, default 256 KiB.
     * @return this builder
     */
    public Builder maxQueuedInboundBytes(int value) {
      this.maxQueuedInboundBytes =
          OptionText.requireRange("maxQueuedInboundBytes", value, 1_024, Integer.MAX_VALUE - 1024);
      return this;
    }

    /**
     * Sets how many bytes may wait for a client before a send blocks.
     *
     * @param value 1024 to 2147482623 bytes, default 1 MiB.
     * @return this builder
     */
    public Builder maxQueuedOutboundBytes(int value) {
      this.maxQueuedOutboundBytes =
          OptionText.requireRange("maxQueuedOutboundBytes", value, 1_024, Integer.MAX_VALUE - 1024);
      return this;
    }

    /**
     * Sets how long a send may wait for a client that does not read; then the connection is closed
     * with 1013.
     *
     * @param value 1 ms to 1 h, default 10 s.
     * @return this builder
     */
    public Builder sendTimeout(Duration value) {
      this.sendTimeout =
          OptionText.requireRange("sendTimeout", value, Duration.ofMillis(1), Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long a request may take to arrive, and a handler to accept or deny a handshake.
     *
     * @param value 1 ms to 1 h, default 10 s.
     * @return this builder
     */
    public Builder handshakeTimeout(Duration value) {
      this.handshakeTimeout =
          OptionText.requireRange(
              "handshakeTimeout", value, Duration.ofMillis(1), Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long an HTTP connection without a request stays open.
     *
     * @param value 1 ms to 1 h, default 60 s.
     * @return this builder
     */
    public Builder idleHttpTimeout(Duration value) {
      this.idleHttpTimeout =
          OptionText.requireRange(
              "idleHttpTimeout", value, Duration.ofMillis(1), Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long the client's close frame is awaited after the server's; then the line is cut.
     *
     * @param value 1 ms to 1 h, default 5 s.
     * @return this builder
     */
    public Builder closeTimeout(Duration value) {
      this.closeTimeout =
          OptionText.requireRange("closeTimeout", value, Duration.ofMillis(1), Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how often a ping is sent to a client.
     *
     * @param value 10 ms to 24 h, default 20 s.
     * @return this builder
     */
    public Builder heartbeatInterval(Duration value) {
      this.heartbeatInterval =
          OptionText.requireRange(
              "heartbeatInterval", value, Duration.ofMillis(10), Duration.ofHours(24));
      return this;
    }

    /**
     * Sets how long the pong may take; then the connection is closed with 1011. Time in which the
     * server itself does not read does not count.
     *
     * @param value 10 ms to 24 h, default 20 s.
     * @return this builder
     */
    public Builder heartbeatTimeout(Duration value) {
      this.heartbeatTimeout =
          OptionText.requireRange(
              "heartbeatTimeout", value, Duration.ofMillis(10), Duration.ofHours(24));
      return this;
    }

    /**
     * Sets how long a handler that has received messages may go on after its client has left before
     * it is interrupted; one that never received is interrupted at once.
     *
     * @param value 0 to 1 h, default 5 s.
     * @return this builder
     */
    public Builder disconnectGrace(Duration value) {
      this.disconnectGrace =
          OptionText.requireRange("disconnectGrace", value, Duration.ZERO, Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long an interrupted handler, a child task or the closing of a dependency may take
     * before a log entry names it.
     *
     * @param value 1 ms to 1 h, default 10 s.
     * @return this builder
     */
    public Builder cleanupGrace(Duration value) {
      this.cleanupGrace =
          OptionText.requireRange("cleanupGrace", value, Duration.ofMillis(1), Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long handlers may go on at shutdown after their clients were told to leave.
     *
     * @param value 0 to 1 h, default 10 s.
     * @return this builder
     */
    public Builder shutdownGrace(Duration value) {
      this.shutdownGrace =
          OptionText.requireRange("shutdownGrace", value, Duration.ZERO, Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how many child tasks one connection may have at a time.
     *
     * @param value 1 to 100000, default 64.
     * @return this builder
     */
    public Builder maxTasksPerConnection(int value) {
      this.maxTasksPerConnection =
          OptionText.requireRange("maxTasksPerConnection", value, 1, 100_000);
      return this;
    }

    /**
     * Sets the largest body of an HTTP request; a larger one is answered with 413.
     *
     * <p>The same answer goes to a body whose chunks or frames have 16 KiB more of framing than of
     * content (RFC 9112, section 7.1.1), such as one in thousands of chunks of one byte.
     *
     * @param value 0 to 2147482623 bytes, default 1 MiB.
     * @return this builder
     */
    public Builder maxRequestBodyBytes(int value) {
      this.maxRequestBodyBytes =
          OptionText.requireRange("maxRequestBodyBytes", value, 0, Integer.MAX_VALUE - 1024);
      return this;
    }

    /**
     * Sets the size of all headers of a request together; more are answered with 431.
     *
     * @param value 256 bytes to 1 MiB, default 16 KiB.
     * @return this builder
     */
    public Builder maxHeaderBytes(int value) {
      this.maxHeaderBytes = OptionText.requireRange("maxHeaderBytes", value, 256, 1024 * 1024);
      return this;
    }

    /**
     * Sets how many header fields a request over HTTP/1.1 may have; more are answered with 431.
     * Over HTTP/2 their size alone counts, in which each has 32 bytes more (RFC 9113, section
     * 6.5.2).
     *
     * @param value 10 to 10000, default 100.
     * @return this builder
     */
    public Builder maxHeaderFields(int value) {
      this.maxHeaderFields = OptionText.requireRange("maxHeaderFields", value, 10, 10_000);
      return this;
    }

    /**
     * Sets the length of path and query of a request; longer ones are answered with 414.
     *
     * @param value 256 bytes to 1 MiB, default 8 KiB.
     * @return this builder
     */
    public Builder maxTargetBytes(int value) {
      this.maxTargetBytes = OptionText.requireRange("maxTargetBytes", value, 256, 1024 * 1024);
      return this;
    }

    /**
     * Sets how many connections may be open; further ones are answered with 503 and {@code
     * Retry-After}.
     *
     * @param value 1 to 10000000, default 100000.
     * @return this builder
     */
    public Builder maxConnections(int value) {
      this.maxConnections = OptionText.requireRange("maxConnections", value, 1, 10_000_000);
      return this;
    }

    /**
     * Sets the origins, besides that of the server itself, whose pages may open a WebSocket: exact,
     * with a wildcard such as {@code https://*.example.com}, or {@code *} for all.
     *
     * @param value None by default: a page of another origin is refused with 403; clients without
     *     an {@code Origin} header are not browsers and are not checked.
     * @return this builder
     */
    public Builder allowedOrigins(List<String> value) {
      for (var origin : value) {
        if (!Origins.isPattern(origin)) {
          throw new ConfigurationException(
              "allowedOrigins has '"
                  + origin
                  + "'; expected an origin such as https://example.com, https://*.example.com, or"
                  + " *.");
        }
      }
      this.allowedOrigins = List.copyOf(value);
      return this;
    }

    /**
     * Sets how much clients may ask of the server.
     *
     * @param change sets limits; those that it leaves alone stay as they are
     * @return this builder
     */
    public Builder limits(UnaryOperator<Limits.Builder> change) {
      this.limits = change.apply(limits);
      return this;
    }

    /**
     * Sets which proxies stand in front of the server.
     *
     * @param change sets options; those that it leaves alone stay as they are
     * @return this builder
     */
    public Builder proxies(UnaryOperator<Proxies.Builder> change) {
      this.proxies = change.apply(proxies);
      return this;
    }

    /**
     * Sets how the server speaks TLS.
     *
     * @param change sets options of TLS; those that it leaves alone stay as they are
     * @return this builder
     */
    public Builder tls(UnaryOperator<Tls.Builder> change) {
      this.tls = change.apply(tls);
      return this;
    }

    /**
     * Sets how messages are compressed.
     *
     * @param change sets options; those that it leaves alone stay as they are
     * @return this builder
     */
    public Builder compression(UnaryOperator<Compression.Builder> change) {
      this.compression = change.apply(compression);
      return this;
    }

    /**
     * Sets where HTTP/2 is spoken, beside HTTP/1.1.
     *
     * @param value off, tls or cleartext (TLS included); default tls.
     * @return this builder
     */
    public Builder http2(Http2 value) {
      this.http2 = value;
      return this;
    }

    /**
     * Sets how many streams (requests and WebSockets) one HTTP/2 connection may have at a time;
     * further ones are refused with REFUSED_STREAM (RFC 9113, section 5.1.2).
     *
     * @param value 1 to 10000, default 100.
     * @return this builder
     */
    public Builder maxStreamsPerConnection(int value) {
      this.maxStreamsPerConnection =
          OptionText.requireRange("maxStreamsPerConnection", value, 1, 10_000);
      return this;
    }

    /**
     * Applies the system properties and environment variables.
     *
     * @return this builder
     * @throws ConfigurationException if one of them cannot be read or is out of range
     */
    public Builder withOverrides() {
      OptionText.text("host", this::host);
      OptionText.integer("port", this::port);
      OptionText.integer("maxMessageBytes", this::maxMessageBytes);
      OptionText.integer("maxFragments", this::maxFragments);
      OptionText.integer("maxQueuedInboundBytes", this::maxQueuedInboundBytes);
      OptionText.integer("maxQueuedOutboundBytes", this::maxQueuedOutboundBytes);
      OptionText.duration("sendTimeout", this::sendTimeout);
      OptionText.duration("handshakeTimeout", this::handshakeTimeout);
      OptionText.duration("idleHttpTimeout", this::idleHttpTimeout);
      OptionText.duration("closeTimeout", this::closeTimeout);
      OptionText.duration("heartbeatInterval", this::heartbeatInterval);
      OptionText.duration("heartbeatTimeout", this::heartbeatTimeout);
      OptionText.duration("disconnectGrace", this::disconnectGrace);
      OptionText.duration("cleanupGrace", this::cleanupGrace);
      OptionText.duration("shutdownGrace", this::shutdownGrace);
      OptionText.integer("maxTasksPerConnection", this::maxTasksPerConnection);
      OptionText.integer("maxRequestBodyBytes", this::maxRequestBodyBytes);
      OptionText.integer("maxHeaderBytes", this::maxHeaderBytes);
      OptionText.integer("maxHeaderFields", this::maxHeaderFields);
      OptionText.integer("maxTargetBytes", this::maxTargetBytes);
      OptionText.integer("maxConnections", this::maxConnections);
      OptionText.list("allowedOrigins", this::allowedOrigins);
      OptionText.choice("http2", Http2.class, this::http2);
      OptionText.integer("maxStreamsPerConnection", this::maxStreamsPerConnection);
      limits.applyOverrides();
      proxies.applyOverrides();
      tls.applyOverrides();
      compression.applyOverrides();
      return this;
    }

    /**
     * Builds the options.
     *
     * @return the options
     */
    public ServerConfig build() {
      return new ServerConfig(this);
    }
  }
}
