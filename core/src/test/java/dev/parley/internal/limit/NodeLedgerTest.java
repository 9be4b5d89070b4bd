package dev.parley.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeLedgerTest {
  private final FixedTime time = new FixedTime();
  private final NodeLedger ledger = new NodeLedger(time);

  @Test
  void givesAsManyPlacesAsThereAre() {
    assertThat(ledger.enter(Limit.CONNECTIONS_PER_USER, "a", 2)).isTrue();
    assertThat(ledger.enter(Limit.CONNECTIONS_PER_USER, "a", 2)).isTrue();
    assertThat(ledger.enter(Limit.CONNECTIONS_PER_USER, "a", 2)).isFalse();

    ledger.leave(Limit.CONNECTIONS_PER_USER, "a");

    assertThat(ledger.enter(Limit.CONNECTIONS_PER_USER, "a", 2)).isTrue();
  }

  @Test
  void keepsLimitsAndWhoseTheyAreApart() {
    assertThat(ledger.enter(Limit.CONNECTIONS_PER_USER, "a", 1)).isTrue();

    assertThat(ledger.enter(Limit.CONNECTIONS_PER_USER, "b", 1)).isTrue();
    assertThat(ledger.enter(Limit.CONNECTIONS_PER_ROUTE, "a", 1)).isTrue();
  }

  @Test
  void forgetsWhoUsesNothing() {
    ledger.enter(Limit.CONNECTIONS_PER_USER, "a", 1);
    ledger.borrow(Limit.MESSAGES_PER_USER, "a", 10);
    assertThat(ledger.size()).isEqualTo(2);

    ledger.leave(Limit.CONNECTIONS_PER_USER, "a");
    ledger.giveBack(Limit.MESSAGES_PER_USER, "a");

    assertThat(ledger.size()).isZero();
  }

  @Test
  void lendsTheSameRateToAll() {
    var rate = ledger.borrow(Limit.MESSAGES_PER_USER, "a", 10);

    assertThat(ledger.borrow(Limit.MESSAGES_PER_USER, "a", 10)).isSameAs(rate);
    assertThat(ledger.borrow(Limit.MESSAGES_PER_USER, "b", 10)).isNotSameAs(rate);
  }

  @Test
  void remembersAUsedUpRateOfWhoLeavesAndComesBack() {
    var rate = ledger.borrow(Limit.MESSAGES_PER_USER, "a", 10);
    rate.take(10, time.nanoTime());
    ledger.giveBack(Limit.MESSAGES_PER_USER, "a");

    assertThat(ledger.borrow(Limit.MESSAGES_PER_USER, "a", 10)).isSameAs(rate);
  }

  @Test
  void forgetsRatesThatHaveRecoveredOnceThereAreMany() {
    use(2_000);
    assertThat(ledger.size()).isEqualTo(2_000);

    time.advance(Duration.ofSeconds(2));
    use(1);

    awaitSize(1);
  }

  private void awaitSize(int expected) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (ledger.size() != expected && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(ledger.size()).isEqualTo(expected);
  }

  private void use(int count) {
    for (int i = 0; i < count; i++) {
      var rate = ledger.borrow(Limit.HANDSHAKES_PER_ADDRESS, i, 1);
      rate.take(1, time.nanoTime());
      ledger.giveBack(Limit.HANDSHAKES_PER_ADDRESS, i);
    }
  }
}
