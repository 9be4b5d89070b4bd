package dev.parley.internal.room;

import dev.parley.broker.Broker;
import dev.parley.broker.Publication;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The broker of a single node: hands on, on the thread of the publisher. */
final class InMemoryBroker implements Broker {
  private volatile @Nullable Sink sink;

  @Override
  public void start(Sink localMembers) {
    sink = localMembers;
  }

  @Override
  public void publish(String topic, Publication publication) {
    Objects.requireNonNull(sink, "start() comes first").deliver(topic, publication);
  }

  @Override
  public void subscribe(String topic) {
    // There is nobody to tell.
  }

  @Override
  public void unsubscribe(String topic) {
    // There is nobody to tell.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
