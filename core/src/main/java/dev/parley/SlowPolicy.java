package dev.parley;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What happens to a member for whom more bytes wait than its room allows. */
public sealed interface SlowPolicy {
  /** The connection is closed with 1013, so that the client comes back and starts afresh. */
  record Close() implements SlowPolicy {}

  /** The oldest waiting publications are dropped. */
  record DropOldest() implements SlowPolicy {}

  /** The new publication is dropped for this member. */
  record DropNewest() implements SlowPolicy {}

  /**
   * Of the waiting publications with the same key only the newest is kept; those without a key are
   * dropped, the oldest first.
   *
   * @param keyOf gives the key of a published message, or null for none; called once for each
   *     publication, on the publishing thread
   */
  record KeepLatest(Function<Object, @Nullable Object> keyOf) implements SlowPolicy {}
}
