package dev.parley.benchmarks.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A client that allocates nothing once it is connected, so that what is counted is the server's.
 */
final class Wire implements AutoCloseable {
  private static final int HEAD_END = 0x0d0a0d0a;

  private final SocketChannel channel;
  private final ByteBuffer received;

  /** Bytes behind the head that were read with it. */
  private int early;

  private Wire(SocketChannel channel, ByteBuffer received) {
    this.channel = channel;
    this.received = received;
  }

  /** Connects and completes the handshake; wires of one thread may share a buffer. */
  static Wire open(int port, String target, ByteBuffer received) {
    return open(port, handshake(target, ""), received);
  }

  /** The same, with an offer of permessage-deflate. */
  static Wire openWithDeflate(int port, String target, ByteBuffer received) {
    var offer = "Sec-WebSocket-Extensions: permessage-deflate\n";
    return open(port, handshake(target, offer), received);
  }

  private static Wire open(int port, byte[] handshake, ByteBuffer received) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var wire = new Wire(SocketChannel.open(address), received.clear());
      wire.channel.socket().setTcpNoDelay(true);
      wire.send(ByteBuffer.wrap(handshake));
      wire.awaitHead();
      return wire;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] handshake(String target, String more) {
    return """
    GET %s HTTP/1.1
    Host: localhost
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    Sec-WebSocket-Version: 13
    %s
    """
        .formatted(target, more)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The first messages may come with the head. */
  private void awaitHead() throws IOException {
    int next = 0;
    while (lastFour(next) != HEAD_END) {
      next++;
      while (next > received.position()) {
        if (channel.read(received) < 0) {
          throw new IOException("The handshake was not answered.");
        }
      }
    }
    early = received.position() - next;
    var status = StandardCharsets.US_ASCII.decode(received.duplicate().position(9).limit(12));
    if (!status.toString().equals("101")) {
      throw new IOException("The handshake was refused with status " + status + ".");
    }
  }

  private int lastFour(int end) {
    return end < 4 ? 0 : received.getInt(end - 4);
  }

  /** Sends all bytes, again and again from the start of the buffer. */
  void send(ByteBuffer bytes) throws IOException {
    bytes.rewind();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads until so many bytes have come. */
  void await(int bytes) throws IOException {
    int open = bytes - early;
    early = 0;
    while (open > 0) {
      received.clear().limit(Math.min(open, received.capacity()));
      int count = channel.read(received);
      if (count < 0) {
        throw new IOException("The server has closed the connection.");
      }
      open -= count;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
