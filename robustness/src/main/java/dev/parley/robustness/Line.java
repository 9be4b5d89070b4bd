package dev.parley.robustness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A well-behaved blocking WebSocket of a client: one thread may read while another writes. */
final class Line implements AutoCloseable {
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MOST_HEAD_BYTES = 8 * 1024;
  private static final int RSV1 = 0x40;
  private static final int PING = 9;
  private static final int CLOSE = 8;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Line(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    this.out = socket.getOutputStream();
  }

  /** Connects and opens; fails unless the server answers 101 in time. */
  static Line open(int port, String path, int timeoutMillis) throws IOException {
    return open(port, path, "", timeoutMillis);
  }

  /** The same with more headers, each with its line end. */
  static Line open(int port, String path, String moreHeaders, int timeoutMillis)
      throws IOException {
    var line = connect(port, timeoutMillis);
    try {
      line.write(Frames.handshake(path, moreHeaders));
      var head = line.readHead();
      if (!head.startsWith("HTTP/1.1 101 ")) {
        throw new IOException("Expected 101, got: " + head.lines().findFirst().orElse(""));
      }
      line.socket.setSoTimeout(0);
      return line;
    } catch (IOException failure) {
      line.close();
      throw failure;
    }
  }

  private static Line connect(int port, int timeoutMillis) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      return new Line(socket);
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  /** Sends one HTTP request on a line of its own and returns the first line of the answer. */
  static String get(int port, String path, int timeoutMillis) throws IOException {
    try (var line = connect(port, timeoutMillis)) {
      line.write(
          Frames.ascii(
              "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));
      return line.readHead().lines().findFirst().orElse("");
    }
  }

  /** Sends a body on a line of its own and returns the first line of the answer. */
  static String post(int port, String path, byte[] body, int timeoutMillis) throws IOException {
    try (var line = connect(port, timeoutMillis)) {
      line.write(
          Frames.ascii(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n"));
      line.write(body);
      return line.readHead().lines().findFirst().orElse("");
    }
  }

  /** Cuts the line: the server sees a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private String readHead() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) readByte());
      if (head.length() > MOST_HEAD_BYTES) {
        throw new IOException("A head without an end.");
      }
    }
    return head.toString();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void timeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /**
   * A message as it has travelled.
   *
   * @param compressed whether its payload is to be inflated (RFC 7692, section 6)
   */
  record Travelled(boolean compressed, byte[] payload) {}

  /** Reads until a message has come, answering pings. Returns its payload. */
  byte[] readMessage() throws IOException {
    return read().payload();
  }

  /** The same for a line whose server may compress. */
  Travelled read() throws IOException {
    while (true) {
      int first = readByte();
      byte[] payload = in.readNBytes(readLength());
      switch (first & 0x0f) {
        case PING -> write(Frames.frame(0x8a, payload));
        case CLOSE -> throw new EOFException("Closed with " + closeCode(payload));
        case 0, 1, 2 -> {
          return new Travelled((first & RSV1) != 0, payload);
        }
        default -> {
          // A pong.
        }
      }
    }
  }

  private static int closeCode(byte[] payload) {
    return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
  }

  private int readLength() throws IOException {
    int length = readByte();
    if (length < LENGTH_16) {
      return length;
    }
    int bytes = length == LENGTH_64 ? 8 : 2;
    length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | readByte();
    }
    return length;
  }

  private int readByte() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("The line has ended.");
    }
    return next;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It has ended already.
    }
  }
}
