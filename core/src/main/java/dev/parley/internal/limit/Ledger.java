package dev.parley.internal.limit;

import dev.parley.Limit;

/**
 * How much of each limit is used, and by whom. {@link NodeLedger} knows one node; a cluster can put
 * one that all nodes share in its place. Any thread; never blocks.
 */
public interface Ledger {
  /** Takes one place. Returns false if that many are taken. */
  boolean enter(Limit limit, Object who, int most);

  /** Gives a place back that {@link #enter} took. */
  void leave(Limit limit, Object who);

  /** The rate of someone, the same for all who ask until each has given it back. */
  TokenBucket borrow(Limit limit, Object who, int perSecond);

  /** Tells whether the rate of someone is used up; false if nobody has borrowed it lately. */
  boolean isExhausted(Limit limit, Object who);

  /** Gives back what {@link #borrow} returned. */
  void giveBack(Limit limit, Object who);
}
