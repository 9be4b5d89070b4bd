package dev.parley.internal.auth;

import dev.parley.HttpException;
import dev.parley.auth.Tickets;
import dev.parley.internal.time.TimeSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Tickets in the memory of this node. Only hashes of them are kept. */
public final class InMemoryTickets implements Tickets {
  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final int MOST = 100_000;
  private static final int RANDOM_BYTES = 32;

  private final TimeSource time;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();

  /** By hash, the oldest first. Guarded by {@link #lock}. */
  private final Map<ByteBuffer, Issued> issued = new LinkedHashMap<>();

  private record Issued(Object identity, long expiresAt) {}

  /** Creates an empty store. */
  public InMemoryTickets(TimeSource time) {
    this.time = time;
  }

  @Override
  public String issue(Object identity) {
    byte[] secret = new byte[RANDOM_BYTES];
    random.nextBytes(secret);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    var entry = new Issued(identity, time.nanoTime() + LIFETIME.toNanos());
    lock.lock();
    try {
      forgetExpired();
      if (issued.size() >= MOST) {
        throw new HttpException(503, "Too many tickets are outstanding. Try again later.");
      }
      issued.put(hash(ticket), entry);
    } finally {
      lock.unlock();
    }
    return ticket;
  }

  @Override
  public <I> Optional<I> redeem(String ticket, Class<I> type) {
    var key = hash(ticket);
    lock.lock();
    try {
      forgetExpired();
      return Optional.ofNullable(issued.remove(key))
          .map(Issued::identity)
          .filter(type::isInstance)
          .map(type::cast);
    } finally {
      lock.unlock();
    }
  }

  private void forgetExpired() {
    long now = time.nanoTime();
    var oldest = issued.values().iterator();
    while (oldest.hasNext() && now - oldest.next().expiresAt() >= 0) {
      oldest.remove();
    }
  }

  private static ByteBuffer hash(String ticket) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
