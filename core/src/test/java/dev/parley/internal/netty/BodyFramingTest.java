package dev.parley.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyFramingTest {
  private final BodyFraming framing = new BodyFraming();

  @Test
  void contentMakesUpForItsFraming() {
    for (int i = 0; i < 100_000; i++) {
      framing.add(5, 5);
      framing.add(6, 1);
      framing.add(6, 100);
    }

    assertThat(framing.isExcessive()).isFalse();
    assertThat(framing.takesRest()).isFalse();
  }

  @Test
  void muchContentDoesNotPayForWhatComesLater() {
    framing.add(8, 1_000_000);
    framing.add(16 * 1024, 0);
    assertThat(framing.isExcessive()).isFalse();

    framing.add(1, 0);

    assertThat(framing.isExcessive()).isTrue();
  }

  @Test
  void itsReaderRestsOnceForEachKibibyteOfExcess() {
    int rests = 0;
    for (int chunk = 0; chunk < 4_096; chunk++) {
      framing.add(5, 1);
      if (framing.takesRest()) {
        rests++;
      }
    }

    assertThat(rests).isEqualTo(16);
    assertThat(framing.isExcessive()).isFalse();
  }

  @Test
  void nothingOfABodyCountsForTheNextOne() {
    framing.add(20_000, 0);
    framing.takesRest();

    framing.restart();

    assertThat(framing.isExcessive()).isFalse();
    assertThat(framing.takesRest()).isFalse();
    framing.add(1_024, 0);
    assertThat(framing.takesRest()).isTrue();
  }
}
