package dev.parley;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much clients may ask of one server: an option for each limit that is not about a single
 * message or request (those are in {@link ServerConfig}). Set by {@link
 * ServerConfig.Builder#limits}, by system properties and by environment variables, as every other
 * option.
 *
 * <p>The address of a client is the one that {@link Request#remoteAddress()} tells, so that of the
 * client itself behind a trusted proxy. A rate allows the amount of one second at once. {@link
 * Server#limitHits} tells how often each limit took effect.
 */
public final class Limits {
  private final OptionalInt maxConnectionsPerAddress;
  private final OptionalInt maxConnectionsPerUser;
  private final OptionalInt maxHandshakesPerSecond;
  private final OptionalInt maxHandshakesPerSecondPerAddress;
  private final OptionalInt maxMessagesPerSecond;
  private final OptionalInt maxBytesPerSecond;
  private final OptionalInt maxMessagesPerSecondPerUser;
  private final OptionalInt maxBytesPerSecondPerUser;
  private final RatePolicy ratePolicy;
  private final int maxRoomsPerConnection;
  private final long maxConnectionBytes;
  private final long maxInboundBytes;
  private final long maxOutboundBytes;
  private final Optional<Duration> firstMessageTimeout;
  private final Optional<Duration> idleTimeout;

  private Limits(Builder builder) {
    this.maxConnectionsPerAddress = builder.maxConnectionsPerAddress;
    this.maxConnectionsPerUser = builder.maxConnectionsPerUser;
    this.maxHandshakesPerSecond = builder.maxHandshakesPerSecond;
    this.maxHandshakesPerSecondPerAddress = builder.maxHandshakesPerSecondPerAddress;
    this.maxMessagesPerSecond = builder.maxMessagesPerSecond;
    this.maxBytesPerSecond = builder.maxBytesPerSecond;
    this.maxMessagesPerSecondPerUser = builder.maxMessagesPerSecondPerUser;
    this.maxBytesPerSecondPerUser = builder.maxBytesPerSecondPerUser;
    this.ratePolicy = builder.ratePolicy;
    this.maxRoomsPerConnection = builder.maxRoomsPerConnection;
    this.maxConnectionBytes = builder.maxConnectionBytes;
    this.maxInboundBytes = builder.maxInboundBytes;
    this.maxOutboundBytes = builder.maxOutboundBytes;
    this.firstMessageTimeout = builder.firstMessageTimeout;
    this.idleTimeout = builder.idleTimeout;
  }

  /**
   * Returns how many connections clients of one address may have; further handshakes are answered
   * with 429 and {@code Retry-After}. As many lines on which no WebSocket is open, at least 32, may
   * be there beside them; a further one is cut off without an answer. An IPv6 address counts with
   * all others of its /64 network.
   *
   * @return the option. 1 to 10000000; no limit by default.
   */
  public OptionalInt maxConnectionsPerAddress() {
    return maxConnectionsPerAddress;
  }

  /**
   * Returns how many connections one identity may have; further ones are answered with 429, or
   * closed with 1008 where the identity came with the first message.
   *
   * @return the option. 1 to 10000000; no limit by default.
   */
  public OptionalInt maxConnectionsPerUser() {
    return maxConnectionsPerUser;
  }

  /**
   * Returns how many handshakes a second the server takes on; further ones are answered with 503
   * and {@code Retry-After}.
   *
   * @return the option. 1 to 1000000; no limit by default.
   */
  public OptionalInt maxHandshakesPerSecond() {
    return maxHandshakesPerSecond;
  }

  /**
   * Returns how many handshakes a second clients of one address may ask for; further ones are
   * answered with 429 and {@code Retry-After}, as many a second; beyond these the address is cut
   * off as soon as it connects.
   *
   * @return the option. 1 to 1000000; no limit by default.
   */
  public OptionalInt maxHandshakesPerSecondPerAddress() {
    return maxHandshakesPerSecondPerAddress;
  }

  /**
   * Returns how many messages a second one connection may send, on the average; {@link
   * #ratePolicy()} says what happens to more.
   *
   * @return the option. 1 to 1000000000; no limit by default.
   */
  public OptionalInt maxMessagesPerSecond() {
    return maxMessagesPerSecond;
  }

  /**
   * Returns how many bytes a second one connection may send, frame headers and pings included.
   *
   * @return the option. 1 to 1000000000 bytes; no limit by default.
   */
  public OptionalInt maxBytesPerSecond() {
    return maxBytesPerSecond;
  }

  /**
   * Returns how many messages a second all connections of one identity may send together.
   *
   * @return the option. 1 to 1000000000; no limit by default.
   */
  public OptionalInt maxMessagesPerSecondPerUser() {
    return maxMessagesPerSecondPerUser;
  }

  /**
   * Returns how many bytes a second all connections of one identity may send together.
   *
   * @return the option. 1 to 1000000000 bytes; no limit by default.
   */
  public OptionalInt maxBytesPerSecondPerUser() {
    return maxBytesPerSecondPerUser;
  }

  /**
   * Returns what happens to messages above a rate.
   *
   * @return the option. {@link RatePolicy#DELAY} by default.
   */
  public RatePolicy ratePolicy() {
    return ratePolicy;
  }

  /**
   * Returns how many rooms one connection may be in at a time; a further join fails with a {@link
   * WebSocketException} of code 1008.
   *
   * @return the option. 1 to 1000000, default 1000.
   */
  public int maxRoomsPerConnection() {
    return maxRoomsPerConnection;
  }

  /**
   * Returns how many bytes of the heap connections may take by being there, of any kind and silent
   * or not: 2 KiB for a client that has asked for nothing or waits for answers, 2.25 KiB for a
   * WebSocket, or 4 KiB where it is over TLS or there is no epoll, 4 KiB more for HTTP/2, 4 KiB for
   * a WebSocket over that, and 6 KiB more with TLS. Beyond it new ones are cut off as soon as they
   * connect, and WebSockets over HTTP/2 are answered with 503. What an application keeps for a
   * connection is not counted.
   *
   * @return the option. 1048576 to 1099511627776 bytes, by default half of the heap.
   */
  public long maxConnectionBytes() {
    return maxConnectionBytes;
  }

  /**
   * Returns how many bytes of clients may be in memory, of all connections together: messages and
   * requests that are incomplete or not taken yet, and the handshakes that connections keep; beyond
   * it the connections with most of them are closed with 1013, and requests answered with 503,
   * until a tenth is free. Heads of requests that have not ended may take an eighth of it.
   *
   * @return the option. 1048576 to 1099511627776 bytes, by default a quarter of the heap.
   */
  public long maxInboundBytes() {
    return maxInboundBytes;
  }

  /**
   * Returns how many bytes may wait for slow clients, of all connections together; beyond it the
   * connections for which most waits are closed with 1013, until a tenth is free.
   *
   * @return the option. 1048576 to 1099511627776 bytes, by default a quarter of the heap.
   */
  public long maxOutboundBytes() {
    return maxOutboundBytes;
  }

  /**
   * Returns how long a client may take for its first message after the handshake; then it is closed
   * with 1008.
   *
   * @return the option. 1 ms to 24 h; no limit by default.
   */
  public Optional<Duration> firstMessageTimeout() {
    return firstMessageTimeout;
  }

  /**
   * Returns how long a connection may go without a message in either direction, pings not counted;
   * then it is closed with 1001.
   *
   * @return the option. 1 ms to 24 h; no limit by default.
   */
  public Optional<Duration> idleTimeout() {
    return idleTimeout;
  }

  /** Builds the limits. A value out of range is refused at once. */
  public static final class Builder {
    private OptionalInt maxConnectionsPerAddress = OptionalInt.empty();
    private OptionalInt maxConnectionsPerUser = OptionalInt.empty();
    private OptionalInt maxHandshakesPerSecond = OptionalInt.empty();
    private OptionalInt maxHandshakesPerSecondPerAddress = OptionalInt.empty();
    private OptionalInt maxMessagesPerSecond = OptionalInt.empty();
    private OptionalInt maxBytesPerSecond = OptionalInt.empty();
    private OptionalInt maxMessagesPerSecondPerUser = OptionalInt.empty();
    private OptionalInt maxBytesPerSecondPerUser = OptionalInt.empty();
    private RatePolicy ratePolicy = RatePolicy.DELAY;
    private int maxRoomsPerConnection = 1_000;
    private long maxConnectionBytes = Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 2);
    private long maxInboundBytes = Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 4);
    private long maxOutboundBytes = Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 4);
    private Optional<Duration> firstMessageTimeout = Optional.empty();
    private Optional<Duration> idleTimeout = Optional.empty();

    Builder() {}

    /**
     * Sets how many connections clients of one address may have; further handshakes are answered
     * with 429 and {@code Retry-After}. An IPv6 address counts with all others of its /64 network.
     *
     * @param value 1 to 10000000; no limit by default.
     * @return this builder
     */
    public Builder maxConnectionsPerAddress(int value) {
      this.maxConnectionsPerAddress =
          OptionalInt.of(OptionText.requireRange("maxConnectionsPerAddress", value, 1, 10_000_000));
      return this;
    }

    /**
     * Sets how many connections one identity may have; further ones are answered with 429, or
     * closed with 1008 where the identity came with the first message.
     *
     * @param value 1 to 10000000; no limit by default.
     * @return this builder
     */
    public Builder maxConnectionsPerUser(int value) {
      this.maxConnectionsPerUser =
          OptionalInt.of(OptionText.requireRange("maxConnectionsPerUser", value, 1, 10_000_000));
      return this;
    }

    /**
     * Sets how many handshakes a second the server takes on; further ones are answered with 503 and
     * {@code Retry-After}.
     *
     * @param value 1 to 1000000; no limit by default.
     * @return this builder
     */
    public Builder maxHandshakesPerSecond(int value) {
      this.maxHandshakesPerSecond =
          OptionalInt.of(OptionText.requireRange("maxHandshakesPerSecond", value, 1, 1_000_000));
      return this;
    }

    /**
     * Sets how many handshakes a second clients of one address may ask for; further ones are
     * answered with 429 and {@code Retry-After}.
     *
     * @param value 1 to 1000000; no limit by default.
     * @return this builder
     */
    public Builder maxHandshakesPerSecondPerAddress(int value) {
      this.maxHandshakesPerSecondPerAddress =
          OptionalInt.of(
              OptionText.requireRange("maxHandshakesPerSecondPerAddress", value, 1, 1_000_000));
      return this;
    }

    /**
     * Sets how many messages a second one connection may send, on the average; {@link #ratePolicy}
     * says what happens to more.
     *
     * @param value 1 to 1000000000; no limit by default.
     * @return this builder
     */
    public Builder maxMessagesPerSecond(int value) {
      this.maxMessagesPerSecond =
          OptionalInt.of(OptionText.requireRange("maxMessagesPerSecond", value, 1, 1_000_000_000));
      return this;
    }

    /**
     * Sets how many bytes a second one connection may send, frame headers and pings included.
     *
     * @param value 1 to 1000000000 bytes; no limit by default.
     * @return this builder
     */
    public Builder maxBytesPerSecond(int value) {
      this.maxBytesPerSecond =
          OptionalInt.of(OptionText.requireRange("maxBytesPerSecond", value, 1, 1_000_000_000));
      return this;
    }

    /**
     * Sets how many messages a second all connections of one identity may send together.
     *
     * @param value 1 to 1000000000; no limit by default.
     * @return this builder
     */
    public Builder maxMessagesPerSecondPerUser(int value) {
      this.maxMessagesPerSecondPerUser =
          OptionalInt.of(
              OptionText.requireRange("maxMessagesPerSecondPerUser", value, 1, 1_000_000_000));
      return this;
    }

    /**
     * Sets how many bytes a second all connections of one identity may send together.
     *
     * @param value 1 to 1000000000 bytes; no limit by default.
     * @return this builder
     */
    public Builder maxBytesPerSecondPerUser(int value) {
      this.maxBytesPerSecondPerUser =
          OptionalInt.of(
              OptionText.requireRange("maxBytesPerSecondPerUser", value, 1, 1_000_000_000));
      return this;
    }

    /**
     * Sets what happens to messages above a rate.
     *
     * @param value {@link RatePolicy#DELAY} by default.
     * @return this builder
     */
    public Builder ratePolicy(RatePolicy value) {
      this.ratePolicy = value;
      return this;
    }

    /**
     * Sets how many rooms one connection may be in at a time; a further join fails with a {@link
     * WebSocketException} of code 1008.
     *
     * @param value 1 to 1000000, default 1000.
     * @return this builder
     */
    public Builder maxRoomsPerConnection(int value) {
      this.maxRoomsPerConnection =
          OptionText.requireRange("maxRoomsPerConnection", value, 1, 1_000_000);
      return this;
    }

    /**
     * Sets how many bytes of the heap connections may take by being there, of any kind and silent
     * or not; {@link Limits#maxConnectionBytes()} tells how they count. Beyond it new ones are cut
     * off as soon as they connect, and WebSockets over HTTP/2 are answered with 503.
     *
     * @param value 1048576 to 1099511627776 bytes, by default half of the heap.
     * @return this builder
     */
    public Builder maxConnectionBytes(long value) {
      this.maxConnectionBytes =
          OptionText.requireRange("maxConnectionBytes", value, 1L << 20, 1L << 40);
      return this;
    }

    /**
     * Sets how many bytes of clients may be in memory, of all connections together: messages and
     * requests that are incomplete or not taken yet, and the handshakes that connections keep;
     * beyond it the connections with most of them are closed with 1013, and requests answered with
     * 503, until a tenth is free. Heads of requests that have not ended may take an eighth of it.
     *
     * @param value 1048576 to 1099511627776 bytes, by default a quarter of the heap.
     * @return this builder
     */
    public Builder maxInboundBytes(long value) {
      this.maxInboundBytes = OptionText.requireRange("maxInboundBytes", value, 1L << 20, 1L << 40);
      return this;
    }

    /**
     * Sets how many bytes may wait for slow clients, of all connections together; beyond it the
     * connections for which most waits are closed with 1013, until a tenth is free.
     *
     * @param value 1048576 to 1099511627776 bytes, by default a quarter of the heap.
     * @return this builder
     */
    public Builder maxOutboundBytes(long value) {
      this.maxOutboundBytes =
          OptionText.requireRange("maxOutboundBytes", value, 1L << 20, 1L << 40);
      return this;
    }

    /**
     * Sets how long a client may take for its first message after the handshake; then it is closed
     * with 1008.
     *
     * @param value 1 ms to 24 h; no limit by default.
     * @return this builder
     */
    public Builder firstMessageTimeout(Duration value) {
      this.firstMessageTimeout =
          Optional.of(
              OptionText.requireRange(
                  "firstMessageTimeout", value, Duration.ofMillis(1), Duration.ofHours(24)));
      return this;
    }

    /**
     * Sets how long a connection may go without a message in either direction, pings not counted;
     * then it is closed with 1001.
     *
     * @param value 1 ms to 24 h; no limit by default.
     * @return this builder
     */
    public Builder idleTimeout(Duration value) {
      this.idleTimeout =
          Optional.of(
              OptionText.requireRange(
                  "idleTimeout", value, Duration.ofMillis(1), Duration.ofHours(24)));
      return this;
    }

    void applyOverrides() {
      OptionText.integer("maxConnectionsPerAddress", this::maxConnectionsPerAddress);
      OptionText.integer("maxConnectionsPerUser", this::maxConnectionsPerUser);
      OptionText.integer("maxHandshakesPerSecond", this::maxHandshakesPerSecond);
      OptionText.integer(
          "maxHandshakesPerSecondPerAddress", this::maxHandshakesPerSecondPerAddress);
      OptionText.integer("maxMessagesPerSecond", this::maxMessagesPerSecond);
      OptionText.integer("maxBytesPerSecond", this::maxBytesPerSecond);
      OptionText.integer("maxMessagesPerSecondPerUser", this::maxMessagesPerSecondPerUser);
      OptionText.integer("maxBytesPerSecondPerUser", this::maxBytesPerSecondPerUser);
      OptionText.choice("ratePolicy", RatePolicy.class, this::ratePolicy);
      OptionText.integer("maxRoomsPerConnection", this::maxRoomsPerConnection);
      OptionText.large("maxConnectionBytes", this::maxConnectionBytes);
      OptionText.large("maxInboundBytes", this::maxInboundBytes);
      OptionText.large("maxOutboundBytes", this::maxOutboundBytes);
      OptionText.duration("firstMessageTimeout", this::firstMessageTimeout);
      OptionText.duration("idleTimeout", this::idleTimeout);
    }

    Limits build() {
      return new Limits(this);
    }
  }
}
