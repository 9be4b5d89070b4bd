package dev.parley.internal.tls;

import static java.util.Objects.requireNonNull;

import dev.parley.ConfigurationException;
import dev.parley.ServerConfig;
import dev.parley.internal.time.TimeSource;
import dev.parley.internal.time.TimeSource.Timer;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a server: what its files hold, read again when they change. Connections keep
 * what they began with. Any thread.
 */
public final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.tls");

  static {
    // Of no use to honest clients, and costly to the server; Java allows it unless told otherwise.
    var renegotiation = "jdk.tls.rejectClientInitiatedRenegotiation";
    if (System.getProperty(renegotiation) == null) {
      System.setProperty(renegotiation, "true");
    }
  }

  private final ServerConfig config;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();

  /** Written under {@link #lock}. */
  private volatile Generation current;

  /** What the files looked like when they were last read. Guarded by {@link #lock}. */
  private FileStamps stamps;

  /** The next look at the files. Guarded by {@link #lock}. */
  private @Nullable Timer next;

  private volatile boolean closed;

  private Certificates(ServerConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
    this.stamps = FileStamps.of(config.tls());
    this.current = Generation.read(config);
    warnOfDates(current);
  }

  /**
   * Reads the files that the options name.
   *
   * @return the certificates; empty if the options name none
   * @throws ConfigurationException if one of them is not usable
   */
  public static Optional<Certificates> of(ServerConfig config, TimeSource time) {
    var tls = config.tls();
    return tls.certificates().isEmpty() && tls.keystore().isEmpty()
        ? Optional.empty()
        : Optional.of(new Certificates(config, time));
  }

  /** What begins TLS on a new connection. */
  public ChannelHandler newHandler() {
    return new ServerNameHandler(this);
  }

  /** The context for a host name, retained: the caller releases it. */
  SslContext borrow(@Nullable String host) {
    while (true) {
      try {
        return ReferenceCountUtil.retain(current.context(host));
      } catch (IllegalReferenceCountException replaced) {
        // Another thread has just put the next generation in its place.
        Thread.onSpinWait();
      }
    }
  }

  /**
   * Reads the files again.
   *
   * @throws ConfigurationException if one of them is not usable; then nothing changes
   */
  public void reload() {
    lock.lock();
    try {
      stamps = FileStamps.of(config.tls());
      var before = current;
      current = Generation.read(config);
      before.release();
      LOG.info("The certificates were read again; new connections get them");
      warnOfDates(current);
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the files from time to time. */
  public void watch() {
    lock.lock();
    try {
      if (!closed) {
        next =
            time.schedule(
                config.tls().reloadInterval(), () -> Thread.ofVirtual().start(this::look));
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    try {
      lock.lock();
      try {
        if (!closed && !stamps.equals(FileStamps.of(config.tls()))) {
          reload();
        }
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException unusable) {
      LOG.error(
          "The certificates have changed, and are not usable; those from before stay: {}",
          unusable.getMessage());
    }
    watch();
  }

  /** Stops looking at the files, and gives memory back. */
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        requireNonNull(next).cancel();
        current.release();
      }
    } finally {
      lock.unlock();
    }
  }

  private void warnOfDates(Generation generation) {
    var now = time.now();
    for (var certificate : generation.certificates()) {
      Instant end = certificate.own().getNotAfter().toInstant();
      if (now.isAfter(end)) {
        LOG.warn("{}: the certificate has expired on {}", certificate.source(), end);
      } else if (now.isBefore(certificate.own().getNotBefore().toInstant())) {
        LOG.warn("{}: the certificate is not valid yet", certificate.source());
      }
    }
  }
}
