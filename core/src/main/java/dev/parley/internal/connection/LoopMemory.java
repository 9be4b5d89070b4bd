package dev.parley.internal.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;

/** What the lines of one event loop use of a {@link MemoryBudget}. Event loop only. */
public final class LoopMemory {
  /** What a line may hold without being counted, so that most never are. */
  public static final int UNCOUNTED_BYTES = 1_024;

  /** What a line may hold without having to wait for memory. */
  private static final int LARGE_BYTES = 16 * 1024;

  private final MemoryBudget budget;
  private final LoopContext context;
  private long bytes;

  /** Those that go on when there is memory again, in order. */
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  LoopMemory(MemoryBudget budget, LoopContext context) {
    this.budget = budget;
    this.context = context;
  }

  /**
   * Counts that a line holds more or less than before.
   *
   * @return what it holds now
   */
  public int count(int before, int now) {
    if (before != now) {
      bytes += now - before;
      budget.add(now - before);
    }
    return now;
  }

  /** Tells whether a line that holds so much is to wait before more is read from it. */
  public boolean isShortFor(int held) {
    return held >= LARGE_BYTES && budget.left() < 0;
  }

  /** Has something done when there is memory again. */
  public void await(Runnable goOn) {
    waiting.add(goOn);
  }

  /** Gives up what is too much, and lets those go on for whom there is memory. */
  void sweep() {
    if (budget.left() < 0) {
      shed();
    }
    long left = budget.left();
    while (left > 0 && !waiting.isEmpty()) {
      waiting.remove().run();
      left -= LoopContext.SCRATCH_BYTES;
    }
  }

  /** Has the lines give up what is too much, soon. Any thread. */
  void shedLater(Runnable done) {
    context
        .loop()
        .execute(() -> {
          shed();
          done.run();
        });
  }

  private record Held(Holder holder, int bytes) {}

  private void shed() {
    context.flushAll();
    var direction = budget.direction();
    var all = new ArrayList<Held>();
    for (var line : context.swept()) {
      if (line instanceof Holder holder) {
        int held = holder.recount(direction);
        if (held > 0) {
          all.add(new Held(holder, held));
        }
      }
    }
    long most = budget.keep(bytes);
    all.sort(Comparator.comparingInt(Held::bytes).reversed());
    // The first time a line is asked to end in order, the second time it is cut.
    for (int round = 0; round < 2 && bytes > most; round++) {
      for (int i = 0; i < all.size() && bytes > most; i++) {
        all.get(i).holder().giveUp(direction);
      }
    }
  }
}
