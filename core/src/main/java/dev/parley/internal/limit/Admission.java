package dev.parley.internal.limit;

import dev.parley.HttpException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What one connection uses of the limits, until it ends. */
public final class Admission {
  /** Of connections that no such limit concerns: they all share it. */
  public static final Admission NONE = new Admission(null, null, null, null);

  private static final Object ENDED = new Object();

  private final @Nullable Admissions admissions;
  private final @Nullable InboundMeter meter;
  private final @Nullable Object address;
  private final @Nullable String route;

  /** Who the client is, once that is known; {@link #ENDED} afterwards. */
  private final AtomicReference<@Nullable Object> user = new AtomicReference<>();

  Admission(
      @Nullable Admissions admissions,
      @Nullable InboundMeter meter,
      @Nullable Object address,
      @Nullable String route) {
    this.admissions = admissions;
    this.meter = meter;
    this.address = address;
    this.route = route;
  }

  /** What counts the incoming messages; null if no rate concerns them. */
  public @Nullable InboundMeter meter() {
    return meter;
  }

  /**
   * Says who the client is; the first identity of a connection counts. Any thread.
   *
   * @throws HttpException with 429 if that user has too many connections
   */
  public void identify(Object identity) {
    if (admissions == null || user.get() != null) {
      return;
    }
    var who = Admissions.user(identity);
    admissions.enter(who, meter);
    if (!user.compareAndSet(null, who)) {
      admissions.leave(who);
    }
  }

  /** Gives everything back. Event loop; once. */
  public void end() {
    if (admissions == null) {
      return;
    }
    var who = user.getAndSet(ENDED);
    if (who != null) {
      admissions.leaveSoon(who);
    }
    admissions.leave(address, route);
  }
}
