package dev.parley.internal.connection;

import dev.parley.Message;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Like {@link MessageIterator}, but passes over messages that cannot be converted. */
final class ValidMessageIterator<T> implements Iterator<T> {
  private final ConnectionSocket socket;
  private final Function<Message, Optional<T>> convert;
  private @Nullable T next;
  private boolean ended;

  ValidMessageIterator(ConnectionSocket socket, Function<Message, Optional<T>> convert) {
    this.socket = socket;
    this.convert = convert;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      var message = socket.receive();
      if (message instanceof Message.Disconnect) {
        ended = true;
      } else {
        next = convert.apply(message).orElse(null);
      }
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The connection has ended.");
    }
    var result = Objects.requireNonNull(next);
    next = null;
    return result;
  }
}
