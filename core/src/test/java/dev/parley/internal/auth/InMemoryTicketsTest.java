package dev.parley.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.HttpException;
import dev.parley.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryTicketsTest {
  private final MovableTime time = new MovableTime();
  private final InMemoryTickets tickets = new InMemoryTickets(time);

  record User(String name) {}

  @Test
  void ticketIsValidOnce() {
    var ticket = tickets.issue(new User("alice"));

    assertThat(ticket).matches("[A-Za-z0-9_-]{43}");
    assertThat(tickets.redeem(ticket, User.class)).contains(new User("alice"));
    assertThat(tickets.redeem(ticket, User.class)).isEmpty();
  }

  @Test
  void unknownTicketIsNotValid() {
    tickets.issue(new User("alice"));

    assertThat(tickets.redeem("nonsense", User.class)).isEmpty();
  }

  @Test
  void ticketOfAnotherTypeIsUsedUp() {
    var ticket = tickets.issue("a text");

    assertThat(tickets.redeem(ticket, User.class)).isEmpty();
    assertThat(tickets.redeem(ticket, String.class)).isEmpty();
  }

  @Test
  void ticketExpiresAfter30Seconds() {
    var early = tickets.issue(new User("early"));
    time.advance(Duration.ofSeconds(15));
    var late = tickets.issue(new User("late"));
    time.advance(Duration.ofSeconds(15));

    assertThat(tickets.redeem(early, User.class)).isEmpty();
    assertThat(tickets.redeem(late, User.class)).isPresent();
  }

  @Test
  void refusesMoreThan100000OutstandingUntilOldOnesExpire() {
    for (int i = 0; i < 100_000; i++) {
      tickets.issue(i);
    }

    assertThatThrownBy(() -> tickets.issue("one more"))
        .isInstanceOfSatisfying(
            HttpException.class, refused -> assertThat(refused.status()).isEqualTo(503));
    time.advance(Duration.ofSeconds(30));
    assertThat(tickets.issue("again")).isNotEmpty();
  }

  private static final class MovableTime implements TimeSource {
    private long nanos;

    void advance(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void parkUntil(long deadlineNanos) {
      throw new UnsupportedOperationException();
    }
  }
}
