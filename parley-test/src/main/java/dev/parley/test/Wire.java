package dev.parley.test;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** The bytes between a test and a server: a socket, or memory. Safe to use from any thread. */
interface Wire {
  /** Who hears what a wire brings. Called by one thread at a time. */
  interface Listener {
    /** Bytes came in; the array is the listener's. */
    void received(byte[] bytes);

    /** Nothing follows. Called once. */
    void ended(End end);
  }

  /** How the server ended its direction. */
  enum End {
    /** It has sent everything and closed (FIN). */
    FINISHED,
    /** It has cut the line (RST), or the line failed. */
    RESET
  }

  /** This side's address: the one that the server sees. */
  SocketAddress localAddress();

  /** Sends bytes in order; done when the line has taken them, failed when it cannot. */
  CompletableFuture<Void> send(byte[] bytes);

  /** Ends this direction after what was sent; the other one stays open. */
  void finishSending();

  /** Takes nothing from the line until {@link #resumeReading}. */
  void stopReading();

  /** Goes on reading. */
  void resumeReading();

  /** Cuts the line, so that the server sees a reset. */
  void reset();

  /** Closes the line. */
  void close();
}
