package dev.parley.internal.connection;

import dev.parley.Message;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes each message when it is asked for it, and ends with the connection. */
final class MessageIterator<T> implements Iterator<T> {
  private final Supplier<Message> receive;
  private final Function<Message, T> convert;
  private @Nullable Message next;

  MessageIterator(Supplier<Message> receive, Function<Message, T> convert) {
    this.receive = receive;
    this.convert = convert;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = receive.get();
    }
    return !(next instanceof Message.Disconnect);
  }

  /** Returns the next message; what cannot be converted is consumed. */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The connection has ended.");
    }
    var message = Objects.requireNonNull(next);
    next = null;
    return convert.apply(message);
  }
}
