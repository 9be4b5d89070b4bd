package dev.parley.internal.connection;

import dev.parley.internal.log.LoopLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the lines of one event loop use of a {@link MemoryBudget}. Event loop only. */
public final class LoopMemory {
  private static final LoopLog LOG = LoopLog.of("dev.parley.network");

  /** What a line may hold without being counted, so that most never are. */
  public static final int UNCOUNTED_BYTES = 1_024;

  /** What a line may hold without having to wait for memory. */
  private static final int LARGE_BYTES = 16 * 1024;

  /** What the head of a request may take however little memory there is. */
  private static final int LARGE_HEAD_BYTES = 4 * 1024;

  /** What is read at once while the budget is used up. */
  private static final int SMALL_READ_BYTES = 4 * 1024;

  private final MemoryBudget budget;
  private final LoopContext context;
  private long bytes;

  /** What heads that have not ended take. */
  private long halfHeadBytes;

  /** Those that go on when there is memory again, in order. */
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  /** Whether the turn of the next of them is coming. */
  private boolean goingOn;

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

  /** Tells whether there is no memory for a request whose head takes so much. */
  public boolean isShortForHead(int held) {
    return held >= LARGE_HEAD_BYTES && budget.left() < 0;
  }

  /**
   * Counts that a head that has not ended takes more or less than before, besides {@link #count}.
   *
   * @return what it takes now
   */
  public int countHalfHead(int before, int now) {
    halfHeadBytes += now - before;
    return now;
  }

  /**
   * Tells whether there is no memory for a head that takes so much and has not ended: there may be
   * thousands at once, and to give them up later would be too late.
   *
   * @param goesOn whether more of it has come, and it may be about to end
   */
  public boolean isShortForHalfHead(int held, boolean goesOn) {
    return (!goesOn || held >= LARGE_HEAD_BYTES) && halfHeadBytes > budget.halfHeadsOfLoop();
  }

  /** How many bytes may be read from a line at once. */
  public int allowed(int mostBytes) {
    return budget.left() > 0 ? mostBytes : Math.min(mostBytes, SMALL_READ_BYTES);
  }

  /** Has something done when there is memory again. */
  public void await(Runnable goOn) {
    waiting.add(goOn);
  }

  /** Has too much given up, and lets those go on for whom there is memory. */
  void sweep() {
    if (budget.left() < 0) {
      budget.shed();
    } else {
      goOn();
    }
  }

  private void goOn() {
    if (!goingOn && !waiting.isEmpty()) {
      goingOn = true;
      context.later(this::nextGoesOn);
    }
  }

  /** One in each turn: all at once would read all at once, and take what there is many times. */
  private void nextGoesOn() {
    goingOn = false;
    if (budget.left() > 0 && !waiting.isEmpty()) {
      waiting.remove().run();
      goOn();
    }
  }

  /** Has the lines give up what is too much, soon. Any thread. */
  void shedLater(Runnable done) {
    context.loop().execute(() -> beginToShed(done));
  }

  private void beginToShed(Runnable done) {
    if (budget.direction() == Direction.OUTBOUND && context.isFlushing()) {
      // What is about to leave does not count.
      context.later(() -> beginToShed(done));
    } else {
      new Shedding(done).run();
    }
  }

  private record Held(Holder holder, int bytes) {}

  /** Gives up what is too much, the worst first, a few lines in each turn. */
  private final class Shedding implements Runnable {
    private final Runnable done;
    private final List<Held> all;
    private final long mostBytes;
    private int next;

    /** The first time a line is asked to end in order, the second time it is cut. */
    private int round = 1;

    Shedding(Runnable done) {
      this.done = done;
      this.all = holders();
      this.mostBytes = budget.keep(bytes);
    }

    private List<Held> holders() {
      var holders = new ArrayList<Held>();
      for (var line : context.swept()) {
        if (line instanceof Holder holder) {
          int held = holder.recount(budget.direction());
          if (held > 0) {
            holders.add(new Held(holder, held));
          }
        }
      }
      holders.sort(Comparator.comparingInt(Held::bytes).reversed());
      return holders;
    }

    /** One that cannot be given up must not keep the others from it. */
    private void giveUp(Holder holder) {
      try {
        holder.giveUp(budget.direction());
      } catch (RuntimeException failure) {
        LOG.debug("A line was not given up", failure);
      }
    }

    @Override
    public void run() {
      long begun = System.nanoTime();
      while (next < all.size() && bytes > mostBytes) {
        giveUp(all.get(next++).holder());
        if (System.nanoTime() - begun >= LoopContext.TURN_NANOS) {
          break;
        }
      }
      if (next == all.size()) {
        round++;
        next = 0;
      }
      if (bytes > mostBytes && round <= 2 && !all.isEmpty()) {
        // Not behind everything that can wait: much of that wants more memory.
        context.loop().execute(this);
      } else {
        goOn();
        done.run();
      }
    }
  }
}
