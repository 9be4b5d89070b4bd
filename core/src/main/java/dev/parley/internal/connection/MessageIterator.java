package dev.parley.internal.connection;

import dev.parley.Message;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes each message when it is asked for it, and ends with the connection. */
final class MessageIterator<T> implements Iterator<T> {
  private final ConnectionSocket socket;
  private final Function<Message, T> convert;
  private @Nullable Message next;

  MessageIterator(ConnectionSocket socket, Function<Message, T> convert) {
    this.socket = socket;
    this.convert = convert;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = socket.receive();
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
