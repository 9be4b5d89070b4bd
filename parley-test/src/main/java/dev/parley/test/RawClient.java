package dev.parley.test;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A line whose bytes the test writes and reads itself: for tests of the protocol, and of clients
 * that do not keep to it.
 *
 * <p>Nothing is answered by itself: no ping, no close. Every wait ends after {@link
 * TestClient#deadline()} with an {@link AssertionError}. For one thread at a time.
 */
public final class RawClient implements AutoCloseable {
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  /** How a line ended at the server's side. */
  public enum End {
    /** The server had sent everything and closed (FIN). */
    FINISHED,
    /** The server cut the line (RST). */
    RESET
  }

  private final TestClient client;
  private final String target;
  private final Exchange exchange;

  RawClient(TestClient client, String target, Exchange exchange) {
    this.client = client;
    this.target = target;
    this.exchange = exchange;
  }

  // --- sending ---

  /**
   * Sends bytes; returns without waiting until the line has taken them.
   *
   * @param hex the bytes in hexadecimal; spaces and line ends do not count
   */
  public void sendHex(String hex) {
    sendBytes(HexFormat.of().parseHex(hex.replaceAll("\\s", "").toLowerCase(Locale.ROOT)));
  }

  /**
   * Sends bytes; returns without waiting until the line has taken them.
   *
   * @param bytes the bytes
   * @return done when the line has taken them, failed if it cannot
   */
  public CompletableFuture<Void> sendBytes(byte[] bytes) {
    return exchange.wire().send(bytes);
  }

  /**
   * Sends text as it is, an HTTP request for instance.
   *
   * @param text the text, sent as UTF-8; a line ends with {@code \r\n}
   */
  public void sendPlain(String text) {
    sendBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends a frame with a masking key of zeros, as a client may.
   *
   * @param firstByte FIN (0x80), the reserved bits and the opcode
   * @param payload the payload
   */
  public void sendFrame(int firstByte, byte[] payload) {
    var frame = ByteBuffer.allocate(payload.length + 14).put((byte) firstByte);
    if (payload.length < LENGTH_16) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xffff) {
      frame.put((byte) (0x80 | LENGTH_16)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | LENGTH_64)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    sendBytes(bytes);
  }

  /**
   * Sends a text message of one frame.
   *
   * @param text the message
   */
  public void sendText(String text) {
    sendFrame(0x80 | RawFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends this direction after what was sent (FIN); the other one stays open. Over TCP only. */
  public void finishSending() {
    exchange.wire().finishSending();
  }

  /** Cuts the line: the server sees a reset (RST). */
  public void reset() {
    exchange.wire().reset();
  }

  /**
   * Takes nothing from the line until {@link #resumeReading}, so that the server's sends fill up.
   * Over TCP only.
   */
  public void stopReading() {
    exchange.wire().stopReading();
  }

  /** Goes on reading. */
  public void resumeReading() {
    exchange.wire().resumeReading();
  }

  // --- receiving ---

  /**
   * Waits for a number of bytes.
   *
   * @param count how many
   * @return the bytes
   * @throws AssertionError if they do not come in time, or the line ends before them
   */
  public byte[] receiveBytes(int count) {
    return exchange.inbox().take(count, wait(count + " bytes"));
  }

  /**
   * Waits for an HTTP response.
   *
   * @return the response
   * @throws AssertionError if it does not come in time, or is none
   */
  public TestResponse receiveResponse() {
    return ResponseReader.read(exchange.inbox(), "GET", wait("an HTTP response"));
  }

  /**
   * Waits for a frame.
   *
   * @return the frame
   * @throws AssertionError if none comes in time, or the line ends before
   */
  public RawFrame receiveFrame() {
    return receiveFrame(wait("a frame"));
  }

  /**
   * Waits for the server's close frame; frames before it are passed over.
   *
   * @return its code and reason; 1005 if it had no code, 1006 if the line ended without one
   * @throws AssertionError if neither happens in time
   */
  public CloseReason awaitClose() {
    var wait = wait("the close frame");
    while (true) {
      if (!exchange.inbox().awaitAny(wait)) {
        throw wait.timedOut("The line is open.");
      }
      if (exchange.inbox().isOver()) {
        return CloseReason.of(CloseCode.ABNORMAL, "");
      }
      var frame = receiveFrame(wait);
      if (frame.opcode() == RawFrame.CLOSE) {
        return closeReason(frame.payload());
      }
    }
  }

  /**
   * Waits until the server ends its direction of the line; what came before stays to be received.
   *
   * @return how it ended
   * @throws AssertionError if it does not in time
   */
  public End awaitEnd() {
    return switch (exchange.inbox().awaitEnd(wait("the end of the line"))) {
      case FINISHED -> End.FINISHED;
      case RESET -> End.RESET;
    };
  }

  /**
   * Requires that nothing comes for a time: no byte and no end.
   *
   * @param duration how long, by the time of the machine
   * @throws AssertionError if something came
   */
  public void expectNothing(Duration duration) {
    var wait = new Wait("nothing on " + target, duration);
    if (exchange.inbox().awaitAny(wait)) {
      throw wait.failed(exchange.inbox().waiting());
    }
  }

  /** Closes the line without a close frame. */
  @Override
  public void close() {
    exchange.end();
  }

  private RawFrame receiveFrame(Wait wait) {
    byte[] start = exchange.inbox().take(2, wait);
    long length = start[1] & 0x7f;
    if (length == LENGTH_16) {
      length = ByteBuffer.wrap(exchange.inbox().take(2, wait)).getShort() & 0xffff;
    } else if (length == LENGTH_64) {
      length = ByteBuffer.wrap(exchange.inbox().take(8, wait)).getLong();
    }
    return new RawFrame(
        start[0] & 0xff,
        (start[1] & 0x80) != 0,
        exchange.inbox().take(Math.toIntExact(length), wait));
  }

  private static CloseReason closeReason(byte[] payload) {
    if (payload.length == 0) {
      return CloseReason.of(CloseCode.NO_STATUS, "");
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
    return CloseReason.of(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
  }

  private Wait wait(String what) {
    return new Wait(what + " on " + target, client.deadline());
  }
}
