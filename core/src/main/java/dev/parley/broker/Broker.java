package dev.parley.broker;

/**
 * Carries publications to every node that has members of a topic.
 *
 * <p>Safe to use from any thread. A topic is a room's name.
 */
public interface Broker extends AutoCloseable {
  /** Where a broker hands publications to. */
  @FunctionalInterface
  interface Sink {
    /**
     * Gives a publication to the local members of a topic. Does not wait for them. Keeps nothing of
     * the payload, which it has copied when it returns.
     *
     * @param topic the topic
     * @param publication the publication
     */
    void deliver(String topic, Publication publication);
  }

  /**
   * Starts the broker.
   *
   * @param sink gets every publication of a subscribed topic, those of this node included, in the
   *     order of one publisher
   */
  void start(Sink sink);

  /**
   * Publishes to every subscribed node. A payload that is needed for longer than this call has to
   * be copied: its publisher may change it.
   *
   * @param topic the topic
   * @param publication the publication
   */
  void publish(String topic, Publication publication);

  /**
   * Begins to receive a topic: its first local member has come. Must not block.
   *
   * @param topic the topic
   */
  void subscribe(String topic);

  /**
   * Ends to receive a topic: its last local member has gone. Must not block.
   *
   * @param topic the topic
   */
  void unsubscribe(String topic);

  @Override
  void close();
}
