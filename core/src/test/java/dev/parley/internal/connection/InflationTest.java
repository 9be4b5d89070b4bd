package dev.parley.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InflationTest {
  private static final int WHOLE_TURN = 64 * 1024;
  private static final int FIRST_TURN_BESIDE_OTHERS = 16 * 1024;

  private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
  private final Inflation inflation = new Inflation(turns::add);
  private final List<String> story = new ArrayList<>();

  /** A message of which so much comes out that it needs some turns. */
  private Runnable message(String name, int neededTurns) {
    return () -> {
      story.add(name + " " + inflation.maxBytesOfTurn());
      if (neededTurns > 1) {
        inflation.later(message(name, neededTurns - 1));
      }
    };
  }

  private void takeTurns() {
    for (var turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
    }
  }

  @Test
  void oneMessageAfterTheOtherIsInflatedToItsEnd() {
    inflation.later(message("first", 3));
    inflation.later(message("second", 2));

    takeTurns();

    assertThat(story)
        .containsExactly(
            "first " + WHOLE_TURN,
            "first " + WHOLE_TURN,
            "first " + WHOLE_TURN,
            "second " + WHOLE_TURN,
            "second " + WHOLE_TURN);
  }

  @Test
  void messagesThatBeginWhileOthersWaitHaveLessAtFirst() {
    assertThat(inflation.maxBytesOfTurn()).isEqualTo(WHOLE_TURN);

    inflation.later(message("long", 2));
    assertThat(inflation.maxBytesOfTurn()).isEqualTo(FIRST_TURN_BESIDE_OTHERS);

    takeTurns();
    assertThat(inflation.maxBytesOfTurn()).isEqualTo(WHOLE_TURN);
  }

  @Test
  void othersOfTheLoopHaveTheirTurnInBetween() {
    inflation.later(message("long", 2));
    turns.add(() -> story.add("other"));

    takeTurns();

    assertThat(story).containsExactly("long " + WHOLE_TURN, "other", "long " + WHOLE_TURN);
  }

  @Test
  void goesOnBehindALineThatFails() {
    inflation.later(() -> {
      throw new IllegalStateException("out of luck");
    });
    inflation.later(message("next", 1));

    try {
      takeTurns();
    } catch (IllegalStateException expected) {
      takeTurns();
    }

    assertThat(story).containsExactly("next " + WHOLE_TURN);
  }
}
