package dev.parley.robustness;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** What each kind of client does, and how it checks what it gets. */
final class SoakClients {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int COMPRESSED = 0xc1;
  private static final int PUBLICATION_BYTES = 8 * 1024;
  private static final int PUBLICATIONS_PER_STAY = 100;

  /** More publications than there are in a minute. */
  private static final int MOST_LEFT_FOR_SLOW = 1_000;

  private static final String COMPRESSION = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

  /** What ends a message that is compressed and does not travel (RFC 7692, section 7.2.1). */
  private static final byte[] TAIL = {0, 0, -1, -1};

  private final int port;
  private final SoakTraffic.Notes notes;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong rooms = new AtomicLong();

  SoakClients(int port, SoakTraffic.Notes notes) {
    this.port = port;
    this.notes = notes;
  }

  private Line open(String path, String moreHeaders) throws IOException {
    var line = Line.open(port, path, moreHeaders, PATIENCE_MILLIS);
    line.timeout(PATIENCE_MILLIS);
    return line;
  }

  private static void leave(Line line) throws IOException {
    line.write(Frames.close(1000, new byte[0]));
    try {
      line.readMessage();
    } catch (EOFException closed) {
      expect("Closed with 1000", String.valueOf(closed.getMessage()));
    }
  }

  private static void expect(String expected, String got) throws IOException {
    if (!got.equals(expected)) {
      throw new IOException("expected " + expected + ", got " + got);
    }
  }

  private static void expect(byte[] expected, byte[] got) throws IOException {
    if (!Arrays.equals(expected, got)) {
      throw new IOException("another message than the one that was sent");
    }
  }

  /** Echoes when it is due, and counts the time from then. */
  void echo() throws IOException {
    byte[] text = Frames.ascii("x".repeat(64));
    try (var line = open("/ws/echo", "")) {
      for (long due = System.nanoTime(); true; due += 500_000_000) {
        Pause.until(due);
        line.write(Frames.frame(Frames.TEXT, text));
        expect(text, line.readMessage());
        notes.echoed(System.nanoTime() - due);
      }
    }
  }

  void compressedEcho() throws IOException {
    byte[] text = Frames.ascii("what is said again and again ".repeat(60));
    byte[] message = Frames.frame(COMPRESSED, deflated(text));
    try (var line = open("/ws/echo", COMPRESSION)) {
      for (long due = System.nanoTime(); true; due += 1_000_000_000) {
        Pause.until(due);
        line.write(message);
        var echo = line.read();
        // A server that has no deflater free may send as it is (RFC 7692, section 6).
        expect(text, echo.compressed() ? inflated(echo.payload(), text.length) : echo.payload());
        notes.done(echo.compressed() ? "compressed echo" : "echo left uncompressed");
      }
    }
  }

  private static byte[] deflated(byte[] text) {
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(text);
      byte[] bytes = new byte[text.length];
      int count = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(bytes, count - TAIL.length);
    }
  }

  private static byte[] inflated(byte[] message, int length) throws IOException {
    try (var inflater = new Inflater(true)) {
      inflater.setInput(Frames.join(message, TAIL));
      byte[] text = new byte[length];
      inflater.inflate(text);
      return text;
    } catch (DataFormatException damaged) {
      throw new IOException("not compressed: " + damaged.getMessage(), damaged);
    }
  }

  /** Publishes numbers to the room, for as long as it can. */
  void publish() throws IOException {
    try (var line = open("/ws/room", "")) {
      for (long due = System.nanoTime(); true; due += 100_000_000) {
        Pause.until(due);
        byte[] publication = new byte[PUBLICATION_BYTES];
        ByteBuffer.wrap(publication).putLong(published.getAndIncrement());
        line.write(Frames.frame(Frames.BINARY, publication));
        expect(publication, line.readMessage());
        notes.done("publication");
      }
    }
  }

  /** A member for a number of publications, of which none may be missing. */
  void listen() throws IOException {
    try (var line = open("/ws/room", "")) {
      long first = number(line.readMessage());
      notes.done("delivery");
      for (int i = 1; i < PUBLICATIONS_PER_STAY; i++) {
        if (number(line.readMessage()) != first + i) {
          throw new IOException("a publication is missing");
        }
        notes.done("delivery");
      }
      line.write(Frames.close(1000, new byte[0]));
    }
  }

  private static long number(byte[] publication) {
    return ByteBuffer.wrap(publication).getLong();
  }

  /** Takes nothing for a minute, and then what is left: the server has ended the line by then. */
  void readSlowly() throws IOException {
    long end = System.nanoTime() + 60_000_000_000L;
    try (var line = open("/ws/room", "")) {
      Pause.until(end);
      for (int i = 0; i < MOST_LEFT_FOR_SLOW; i++) {
        line.readMessage();
      }
      throw new IOException("has not read, and was not thrown out");
    } catch (SocketException | EOFException ended) {
      notes.done("slow member");
    }
  }

  void visit() throws IOException {
    byte[] text = Frames.ascii("new");
    try (var line = open("/ws/echo", "")) {
      line.write(Frames.frame(Frames.TEXT, text));
      expect(text, line.readMessage());
      leave(line);
    }
    notes.done("visit");
  }

  void leaveAbruptly() throws IOException {
    try (var line = open("/ws/echo", "")) {
      line.write(Frames.frame(Frames.TEXT, Frames.ascii("gone")));
      line.reset();
    }
    notes.done("visit that is cut");
  }

  /** A room that nobody has used before and nobody uses again. */
  void visitOwnRoom() throws IOException {
    byte[] text = Frames.ascii("alone");
    try (var line = open("/ws/rooms/" + rooms.getAndIncrement(), "")) {
      line.write(Frames.frame(Frames.TEXT, text));
      expect(text, line.readMessage());
      leave(line);
    }
    notes.done("room of its own");
  }

  void request() throws IOException {
    expect("HTTP/1.1 200 OK", Line.get(port, "/hello", PATIENCE_MILLIS));
    notes.done("HTTP request");
  }

  void upload() throws IOException {
    expect("HTTP/1.1 200 OK", Line.post(port, "/upload", new byte[100_000], PATIENCE_MILLIS));
    notes.done("upload");
  }
}
