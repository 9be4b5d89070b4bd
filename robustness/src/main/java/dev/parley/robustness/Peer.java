package dev.parley.robustness;

import dev.parley.robustness.Behaviour.Ending;
import dev.parley.robustness.Behaviour.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One attacking line. Touched by the thread of its {@link Swarm} only. */
final class Peer {
  private static final int SMALL_RECEIVE_BUFFER_BYTES = 4 * 1024;

  /**
   * How much one call writes: a kernel that does not preempt calls would have the well-behaved, who
   * share the core, wait for milliseconds until a megabyte is copied.
   */
  private static final int MOST_WRITTEN_BY_CALL = 16 * 1024;

  final Behaviour behaviour;
  private final Answer answer;
  private final SocketChannel channel;
  private final SelectionKey key;
  private @Nullable ByteBuffer writing;
  private boolean begun;
  private long begunAt;
  private long pieces;
  private long waitsUntil = Long.MAX_VALUE;
  private long sentBytes;
  private long receivedBytes;

  private Peer(Behaviour behaviour, SocketChannel channel, Selector selector) throws IOException {
    this.behaviour = behaviour;
    this.answer = Answer.to(behaviour.opening());
    this.channel = channel;
    this.key = channel.register(selector, 0, this);
    this.writing = ByteBuffer.wrap(behaviour.opening());
    if (channel.isConnected()) {
      connected();
    } else {
      key.interestOps(SelectionKey.OP_CONNECT);
    }
  }

  /** Begins to connect from an address of this machine. */
  static Peer open(Behaviour behaviour, Selector selector, String from, int port)
      throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (behaviour.reading() != Reading.ALWAYS) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER_BYTES);
      }
      if (behaviour.ending() == Ending.RESET) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new Peer(behaviour, channel, selector);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  private void connected() {
    boolean reads = behaviour.reading() != Reading.NEVER;
    key.interestOps(SelectionKey.OP_WRITE | (reads ? SelectionKey.OP_READ : 0));
  }

  /** What has become of the line, in words. */
  String fate(String ending) {
    return answer.fate(ending);
  }

  long sentBytes() {
    return sentBytes;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  /** Does what the line is ready for. Returns false if the flow has ended. */
  boolean ready(ByteBuffer scratch) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      connected();
    }
    if (key.isReadable()) {
      read(scratch);
    }
    return !key.isWritable() || write();
  }

  /** Reads once; at the end of the line it throws. */
  private void read(ByteBuffer scratch) throws IOException {
    scratch.clear();
    int count = channel.read(scratch);
    if (count < 0) {
      throw new EndOfLine();
    }
    receivedBytes += count;
    answer.take(scratch.flip());
    if (behaviour.handshake() && !begun && answer.isOpened()) {
      if (behaviour.reading() == Reading.UNTIL_OPENED) {
        interest(SelectionKey.OP_READ, false);
      }
      interest(SelectionKey.OP_WRITE, true);
    }
  }

  private boolean write() throws IOException {
    var bytes = writing;
    if (bytes == null) {
      return goOn();
    }
    while (bytes.hasRemaining()) {
      int most = Math.min(bytes.remaining(), MOST_WRITTEN_BY_CALL);
      int written = channel.write(bytes.slice(bytes.position(), most));
      bytes.position(bytes.position() + written);
      sentBytes += written;
      if (written < most) {
        return true;
      }
    }
    writing = null;
    return goOn();
  }

  /** Asks the flow what comes next. Returns false if it has ended. */
  private boolean goOn() {
    boolean mayBegin =
        !behaviour.handshake() || behaviour.reading() == Reading.NEVER || answer.isOpened();
    if (!mayBegin) {
      interest(SelectionKey.OP_WRITE, false);
      return true;
    }
    if (!begun) {
      begun = true;
      begunAt = System.nanoTime();
    }
    switch (behaviour.flow().next(pieces, System.nanoTime() - begunAt)) {
      case Flow.Step.Write(var bytes) -> {
        writing = bytes;
        pieces++;
        interest(SelectionKey.OP_WRITE, true);
      }
      case Flow.Step.WaitUntil(var since) -> {
        waitsUntil = begunAt + since;
        interest(SelectionKey.OP_WRITE, false);
      }
      case Flow.Step.Stay stay -> interest(SelectionKey.OP_WRITE, false);
      case Flow.Step.End end -> {
        return false;
      }
    }
    return true;
  }

  /** Goes on where the flow has waited long enough. Returns false if it has ended. */
  boolean tick(long now) {
    if (now < waitsUntil || !key.isValid()) {
      return true;
    }
    waitsUntil = Long.MAX_VALUE;
    return goOn();
  }

  /** Begins to read, so that the fate of a line that never read is known. */
  void readAfterAll() {
    if (key.isValid() && channel.isConnected()) {
      interest(SelectionKey.OP_READ, true);
      interest(SelectionKey.OP_WRITE, false);
    }
  }

  private void interest(int operation, boolean wanted) {
    int now = key.interestOps();
    int then = wanted ? now | operation : now & ~operation;
    if (now != then) {
      key.interestOps(then);
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // It has ended already.
    }
  }

  /** The server has ended the line in order. */
  static final class EndOfLine extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
