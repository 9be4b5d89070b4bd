package dev.parley;

/**
 * Compression of messages (permessage-deflate, RFC 7692), for clients that offer it. Set by {@link
 * ServerConfig.Builder#compression}, by system properties and by environment variables, as every
 * other option.
 */
public final class Compression {
  private final CompressionMode compressionMode;
  private final int compressionThresholdBytes;
  private final int compressionLevel;
  private final long maxCompressionBytes;

  private Compression(Builder builder) {
    this.compressionMode = builder.compressionMode;
    this.compressionThresholdBytes = builder.compressionThresholdBytes;
    this.compressionLevel = builder.compressionLevel;
    this.maxCompressionBytes = builder.maxCompressionBytes;
  }

  /**
   * Returns whether messages are compressed.
   *
   * @return the option. {@link CompressionMode#OFF} by default.
   */
  public CompressionMode compressionMode() {
    return compressionMode;
  }

  /**
   * Returns from which size on a message to a client is compressed.
   *
   * @return the option. 0 to 2147482623 bytes, default 1 KiB.
   */
  public int compressionThresholdBytes() {
    return compressionThresholdBytes;
  }

  /**
   * Returns how hard is tried to make messages small: 1 is the fastest, 9 the smallest.
   *
   * @return the option. 1 to 9, default 6.
   */
  public int compressionLevel() {
    return compressionLevel;
  }

  /**
   * Returns how much memory connections may hold for compression: one half for messages that come
   * in pieces, of which the oldest are closed with 1013 beyond it, the other half for {@link
   * CompressionMode#CONTEXT}.
   *
   * @return the option. 1048576 to 1099511627776 bytes, default 64 MiB.
   */
  public long maxCompressionBytes() {
    return maxCompressionBytes;
  }

  /** Builds the options. A value out of range is refused at once. */
  public static final class Builder {
    private CompressionMode compressionMode = CompressionMode.OFF;
    private int compressionThresholdBytes = 1024;
    private int compressionLevel = 6;
    private long maxCompressionBytes = 64L << 20;

    Builder() {}

    /**
     * Sets whether messages are compressed.
     *
     * @param value {@link CompressionMode#OFF} by default.
     * @return this builder
     */
    public Builder compressionMode(CompressionMode value) {
      this.compressionMode = value;
      return this;
    }

    /**
     * Sets from which size on a message to a client is compressed.
     *
     * @param value 0 to 2147482623 bytes, default 1 KiB.
     * @return this builder
     */
    public Builder compressionThresholdBytes(int value) {
      this.compressionThresholdBytes =
          OptionText.requireRange("compressionThresholdBytes", value, 0, Integer.MAX_VALUE - 1024);
      return this;
    }

    /**
     * Sets how hard is tried to make messages small: 1 is the fastest, 9 the smallest.
     *
     * @param value 1 to 9, default 6.
     * @return this builder
     */
    public Builder compressionLevel(int value) {
      this.compressionLevel = OptionText.requireRange("compressionLevel", value, 1, 9);
      return this;
    }

    /**
     * Sets how much memory connections may hold for compression: one half for messages that come in
     * pieces, of which the oldest are closed with 1013 beyond it, the other half for {@link
     * CompressionMode#CONTEXT}.
     *
     * @param value 1048576 to 1099511627776 bytes, default 64 MiB.
     * @return this builder
     */
    public Builder maxCompressionBytes(long value) {
      this.maxCompressionBytes =
          OptionText.requireRange("maxCompressionBytes", value, 1L << 20, 1L << 40);
      return this;
    }

    void applyOverrides() {
      OptionText.choice("compressionMode", CompressionMode.class, this::compressionMode);
      OptionText.integer("compressionThresholdBytes", this::compressionThresholdBytes);
      OptionText.integer("compressionLevel", this::compressionLevel);
      OptionText.large("maxCompressionBytes", this::maxCompressionBytes);
    }

    Compression build() {
      return new Compression(this);
    }
  }
}
