package dev.parley;

import java.net.URI;

/** A running application. Safe to use from any thread. */
public interface Server extends AutoCloseable {
  /**
   * Returns the port that the server listens on.
   *
   * @return the port, also where port 0 asked for any free one
   */
  int port();

  /**
   * Returns where the server is to be found from this machine.
   *
   * @return an address such as {@code http://localhost:8000}
   */
  URI uri();

  /**
   * Returns how many WebSocket connections are open or closing.
   *
   * @return the number
   */
  int connections();

  /**
   * Returns how often a limit has taken effect since the start.
   *
   * @param limit the limit
   * @return how many handshakes, messages, requests or connections it concerned
   */
  long limitHits(Limit limit);

  /**
   * Returns the rooms.
   *
   * @return the rooms of the application
   */
  Rooms rooms();

  /**
   * Returns a dependency of application scope.
   *
   * @param type the type
   * @param <T> the type
   * @return the instance
   * @throws ConfigurationException if nothing of application scope provides the type
   */
  <T> T dependency(Class<T> type);

  /**
   * Reads the files of {@link ServerConfig#tls()} again, as happens by itself when they change. New
   * connections get the new certificates; those that are open stay as they are.
   *
   * @throws ConfigurationException if a file is not usable; the certificates from before stay
   * @throws IllegalStateException if the server does not speak TLS
   */
  void reloadCertificates();

  /**
   * Shuts down: stops listening, closes every connection with 1012, waits for handlers at most
   * {@link ServerConfig#shutdownGrace()}, interrupts those left, closes the dependencies. Returns
   * when that is done; does nothing the second time.
   */
  @Override
  void close();

  /** Waits until the server has been closed. Returns early if the waiting thread is interrupted. */
  void awaitClose();
}
