package dev.parley;

/**
 * How a room treats members that read more slowly than the room speaks.
 *
 * @param maxQueuedBytes how many bytes of the room may wait for one member, 1 KiB to 1 GiB
 * @param slowPolicy what happens beyond that
 */
public record RoomOptions(int maxQueuedBytes, SlowPolicy slowPolicy) {
  private static final int KIB = 1024;
  private static final RoomOptions DEFAULTS = new RoomOptions(KIB * KIB, new SlowPolicy.Close());

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public RoomOptions {
    if (maxQueuedBytes < KIB || maxQueuedBytes > KIB * KIB * KIB) {
      throw new IllegalArgumentException(
          "maxQueuedBytes is " + maxQueuedBytes + "; expected 1024 to 1073741824.");
    }
  }

  /**
   * Returns the options of a room for which nothing was said: 1 MiB, then {@link SlowPolicy.Close}.
   *
   * @return the default
   */
  public static RoomOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the options with another policy.
   *
   * @param policy the policy
   * @return new options
   */
  public RoomOptions withSlowPolicy(SlowPolicy policy) {
    return new RoomOptions(maxQueuedBytes, policy);
  }

  /**
   * Returns the options with another limit.
   *
   * @param bytes how many bytes may wait for one member
   * @return new options
   */
  public RoomOptions withMaxQueuedBytes(int bytes) {
    return new RoomOptions(bytes, slowPolicy);
  }
}
