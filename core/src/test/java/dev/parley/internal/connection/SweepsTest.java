package dev.parley.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SweepsTest {
  private final Sweeps sweeps = new Sweeps();
  private final List<Integer> swept = new ArrayList<>();

  private Sweeps.Place add(int name) {
    return sweeps.add(new Noted(name, swept));
  }

  /** Goes on with a sweep. */
  private void sweep(int most) {
    for (int i = 0; i < most; i++) {
      var one = sweeps.next();
      if (one == null) {
        return;
      }
      one.sweep(0);
    }
  }

  @Test
  void sweepsEachOnceHoweverManyComeAndLeaveMeanwhile() {
    var random = new Random(8);
    for (int round = 0; round < 2_000; round++) {
      var places = new ArrayList<Sweeps.Place>();
      for (int i = 0; i < 20; i++) {
        places.add(add(i));
      }
      sweeps.begin();
      swept.clear();
      var left = new TreeSet<Integer>();
      var sweptBefore = new ArrayList<Integer>();
      for (int i = 0; i < 10; i++) {
        sweep(random.nextInt(3));
        int leaving = random.nextInt(20);
        sweeps.remove(places.get(leaving));
        if (left.add(leaving) && swept.contains(leaving)) {
          sweptBefore.add(leaving);
        }
        places.add(add(100 + i));
      }
      sweep(Integer.MAX_VALUE);

      var expected = new TreeSet<Integer>();
      for (int i = 0; i < 20; i++) {
        if (!left.contains(i) || sweptBefore.contains(i)) {
          expected.add(i);
        }
      }
      assertThat(swept).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(sweeps.all()).hasSize(30 - left.size());
      places.forEach(sweeps::remove);
      assertThat(sweeps.all()).isEmpty();
    }
  }

  @Test
  void sweepsNextTimeWhoCameMeanwhile() {
    add(1);
    sweeps.begin();
    add(2);
    sweep(Integer.MAX_VALUE);
    assertThat(swept).containsExactly(1);

    sweeps.begin();
    sweep(Integer.MAX_VALUE);
    assertThat(swept).containsExactlyInAnyOrder(1, 1, 2);
  }

  @Test
  void keepsNobodyInMemoryWhoLeavesWithinASweep() {
    var references = new ArrayList<WeakReference<Swept>>();
    var places = new ArrayList<Sweeps.Place>();
    for (int i = 0; i < 10; i++) {
      var one = new Named();
      references.add(new WeakReference<>(one));
      places.add(sweeps.add(one));
    }
    sweeps.begin();
    sweep(3);
    places.forEach(sweeps::remove);
    places.clear();
    System.gc();

    assertThat(references).allMatch(reference -> reference.refersTo(null));
  }

  @Test
  void whatAllTakeIsWhatThoseTakeWhoAreThere() {
    var places = new ArrayList<Sweeps.Place>();
    for (int i = 1; i <= 4; i++) {
      places.add(add(i));
    }
    assertThat(sweeps.idleBytes()).isEqualTo(1 + 2 + 3 + 4);

    sweeps.remove(places.get(1));
    sweeps.remove(places.get(1));

    assertThat(sweeps.idleBytes()).isEqualTo(1 + 3 + 4);
  }

  /** Notes when it is swept, and takes as many bytes as its name says. */
  private record Noted(int name, List<Integer> swept) implements Swept {
    @Override
    public void sweep(long nanoTime) {
      swept.add(name);
    }

    @Override
    public int idleBytes() {
      return name;
    }
  }

  /** An object of its own each time. */
  private static final class Named implements Swept {
    @Override
    public void sweep(long nanoTime) {}

    @Override
    public int idleBytes() {
      return 0;
    }
  }
}
