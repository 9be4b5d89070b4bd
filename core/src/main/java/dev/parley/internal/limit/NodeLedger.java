package dev.parley.internal.limit;

import dev.parley.Limit;
import dev.parley.internal.time.TimeSource;
import dev.parley.internal.work.LockingWork;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is used on one node, in memory. */
public final class NodeLedger implements Ledger {
  private static final long BETWEEN_PURGES_NANOS = 1_000_000_000L;

  /** How many accounts that nobody uses are kept because their rate has not recovered. */
  private static final int MANY_IDLE = 1_000;

  private final Map<Limit, ConcurrentHashMap<Object, Account>> accounts =
      new EnumMap<>(Limit.class);
  private final TimeSource time;
  private final LockingWork work = new LockingWork();
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicLong nextPurgeAt;

  /** What one of those uses for whom a limit counts. Changed within its entry of the map only. */
  private static final class Account {
    private final @Nullable TokenBucket bucket;
    private int uses;

    Account(@Nullable TokenBucket bucket) {
      this.bucket = bucket;
    }

    boolean mayGo(long now) {
      return uses == 0 && (bucket == null || bucket.isFull(now));
    }
  }

  /** Creates an empty ledger. */
  public NodeLedger(TimeSource time) {
    this.time = time;
    this.nextPurgeAt = new AtomicLong(time.nanoTime());
    for (var limit : Limit.values()) {
      accounts.put(limit, new ConcurrentHashMap<>());
    }
  }

  @Override
  public boolean enter(Limit limit, Object who, int most) {
    var entered = new boolean[1];
    of(limit)
        .compute(
            who,
            (key, present) -> {
              var account = present == null ? new Account(null) : present;
              entered[0] = account.uses < most;
              if (entered[0]) {
                account.uses++;
              }
              return account;
            });
    return entered[0];
  }

  @Override
  public void leave(Limit limit, Object who) {
    giveBack(limit, who);
  }

  @Override
  public TokenBucket borrow(Limit limit, Object who, int perSecond) {
    var account =
        of(limit)
            .compute(
                who,
                (key, present) -> {
                  var known = present;
                  if (known == null) {
                    known = new Account(new TokenBucket(perSecond, time.nanoTime()));
                  } else if (known.uses == 0) {
                    idle.decrementAndGet();
                  }
                  known.uses++;
                  return known;
                });
    return Objects.requireNonNull(Objects.requireNonNull(account).bucket);
  }

  @Override
  public boolean isExhausted(Limit limit, Object who) {
    var account = of(limit).get(who);
    return account != null
        && account.bucket != null
        && account.bucket.waitNanos(time.nanoTime()) > 0;
  }

  @Override
  public void giveBack(Limit limit, Object who) {
    of(limit)
        .computeIfPresent(
            who,
            (key, account) -> {
              account.uses--;
              if (account.mayGo(time.nanoTime())) {
                return null;
              }
              if (account.uses == 0) {
                idle.incrementAndGet();
              }
              return account;
            });
    purgeIfMany();
  }

  /** How many accounts there are, for all limits. */
  int size() {
    return accounts.values().stream().mapToInt(Map::size).sum();
  }

  private ConcurrentHashMap<Object, Account> of(Limit limit) {
    return Objects.requireNonNull(accounts.get(limit));
  }

  private void purgeIfMany() {
    if (idle.get() < MANY_IDLE) {
      return;
    }
    long now = time.nanoTime();
    long due = nextPurgeAt.get();
    if (now - due < 0 || !nextPurgeAt.compareAndSet(due, now + BETWEEN_PURGES_NANOS)) {
      return;
    }
    // Event loops come here too, and handlers lock accounts of users.
    work.execute(() -> purge(now));
  }

  private void purge(long now) {
    for (var ofLimit : accounts.values()) {
      ofLimit
          .keySet()
          .forEach(who -> ofLimit.computeIfPresent(who, (key, one) -> purged(one, now)));
    }
  }

  private @Nullable Account purged(Account account, long now) {
    if (!account.mayGo(now)) {
      return account;
    }
    idle.decrementAndGet();
    return null;
  }
}
