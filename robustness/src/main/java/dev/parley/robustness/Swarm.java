package dev.parley.robustness;

import dev.parley.robustness.Behaviour.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Many attacking lines from the addresses of one network, on one thread. */
final class Swarm {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LAST_READING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int SCRATCH_BYTES = 64 * 1024;

  /** How many lines may be on their way at a time: fewer than the server's queue takes. */
  private static final int MOST_CONNECTING = 256;

  /** How many addresses the lines of a swarm come from. */
  private static final int ADDRESSES = 64;

  private final List<Behaviour> behaviours;
  private final int lines;
  private final int port;
  private final String network;
  private final Selector selector;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final Set<Peer> peers = new HashSet<>();
  private final Map<String, Long> fates = new TreeMap<>();

  private final long restNanos;

  /** Lines that are to be opened. */
  private final List<Missing> missing = new ArrayList<>();

  private record Missing(Behaviour behaviour, long due) {}

  private long opened;
  private long sentBytes;
  private long receivedBytes;
  private int connecting;

  /** Whether lines that end are replaced. */
  private boolean attacking = true;

  private volatile boolean stopped;

  /**
   * Creates a swarm with addresses 127.(network).0.1 and so on; a line that has ended is replaced
   * after a rest.
   */
  Swarm(List<Behaviour> behaviours, int lines, int port, int network, Duration rest)
      throws IOException {
    this.restNanos = rest.toNanos();
    this.behaviours = behaviours;
    this.lines = lines;
    this.port = port;
    this.network = "127." + network + ".0.";
    this.selector = Selector.open();
  }

  /** Ends the attack. Any thread. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }

  /** Attacks until it is stopped. */
  Outcome attack() throws IOException {
    for (int i = 0; i < lines; i++) {
      // A rest is at the beginning, too, so that lines do not move in step.
      long due = System.nanoTime() + restNanos * i / lines;
      missing.add(new Missing(behaviours.get(i % behaviours.size()), due));
    }
    long nextTick = System.nanoTime();
    while (!stopped) {
      openMissing();
      nextTick = round(nextTick);
    }
    attacking = false;
    missing.clear();
    readToTheEnd();
    for (var peer : List.copyOf(peers)) {
      end(peer, peer.fate("open at the end"));
    }
    return new Outcome(opened, fates, sentBytes, receivedBytes);
  }

  private long round(long nextTick) throws IOException {
    long patience = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextTick - System.nanoTime()));
    selector.select(this::ready, patience);
    long now = System.nanoTime();
    if (now < nextTick) {
      return nextTick;
    }
    for (var peer : List.copyOf(peers)) {
      if (!peer.tick(now)) {
        end(peer, peer.fate("left"));
      }
    }
    return now + TICK_NANOS;
  }

  /** Reads for a while what lines have not read, so that their fate is known. */
  private void readToTheEnd() throws IOException {
    for (var peer : peers) {
      if (peer.behaviour.reading() != Reading.ALWAYS) {
        peer.readAfterAll();
      }
    }
    long end = System.nanoTime() + LAST_READING_NANOS;
    while (!peers.isEmpty() && System.nanoTime() < end) {
      selector.select(this::ready, 20);
    }
  }

  private void openMissing() {
    long now = System.nanoTime();
    for (int i = missing.size() - 1; i >= 0 && connecting < MOST_CONNECTING; i--) {
      if (missing.get(i).due() - now > 0) {
        continue;
      }
      var behaviour = missing.remove(i).behaviour();
      opened++;
      try {
        var from = network + (1 + opened % ADDRESSES);
        var peer = Peer.open(behaviour, selector, from, port);
        peers.add(peer);
        if (!peer.isConnected()) {
          connecting++;
        }
      } catch (IOException failure) {
        count("not connected: " + failure.getMessage());
      }
    }
  }

  private void ready(SelectionKey key) {
    var peer = (Peer) key.attachment();
    boolean wasConnected = peer.isConnected();
    try {
      if (!peer.ready(scratch)) {
        end(peer, peer.fate("left"));
      }
    } catch (Peer.EndOfLine ended) {
      end(peer, peer.fate("ended by the server"));
    } catch (IOException failure) {
      end(peer, peer.isConnected() ? peer.fate("cut by the server") : "not connected");
    } finally {
      if (!wasConnected) {
        connecting--;
      }
    }
  }

  private void end(Peer peer, String fate) {
    if (!peers.remove(peer)) {
      return;
    }
    count(fate);
    sentBytes += peer.sentBytes();
    receivedBytes += peer.receivedBytes();
    peer.close();
    if (attacking && peer.behaviour.returns()) {
      missing.add(new Missing(peer.behaviour, System.nanoTime() + restNanos));
    }
  }

  private void count(String fate) {
    fates.merge(fate, 1L, Long::sum);
  }
}
