package dev.parley.internal.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those whose deadlines are checked, what they take, and how far the sweep under way has come.
 * Whoever leaves is forgotten at once, in the middle of a sweep too: a list of its own would keep
 * thousands of lines in memory that have ended. Event loop only.
 */
public final class Sweeps {
  private final ArrayList<Place> places = new ArrayList<>();

  /** How many the sweep under way has not come to: those in front. */
  private int unswept;

  /** What all who are there take while nothing is on its way. */
  private long idleBytes;

  /** Where one that is swept stands. */
  public static final class Place {
    private static final int NONE = -1;

    private final Swept one;
    private int index;

    private Place(Swept one, int index) {
      this.one = one;
      this.index = index;
    }
  }

  /** Has one swept from the next sweep on, until its place is left. */
  Place add(Swept one) {
    var place = new Place(one, places.size());
    places.add(place);
    idleBytes += one.idleBytes();
    return place;
  }

  /** Leaves a place; does nothing if it has been left. */
  void remove(Place left) {
    if (left.index == Place.NONE) {
      return;
    }
    int gap = left.index;
    if (gap < unswept) {
      unswept--;
      move(unswept, gap);
      gap = unswept;
    }
    int last = places.size() - 1;
    if (gap < last) {
      move(last, gap);
    }
    places.remove(last);
    left.index = Place.NONE;
    idleBytes -= left.one.idleBytes();
  }

  private void move(int from, int to) {
    var place = places.get(from);
    place.index = to;
    places.set(to, place);
  }

  /** Begins a sweep of all who are there. */
  void begin() {
    unswept = places.size();
  }

  /** The next one of the sweep under way; null if it has come to its end. */
  @Nullable Swept next() {
    return unswept == 0 ? null : places.get(--unswept).one;
  }

  /** What all who are there take while nothing is on its way. */
  long idleBytes() {
    return idleBytes;
  }

  /** All who are there. */
  List<Swept> all() {
    return places.stream().map(place -> place.one).toList();
  }
}
