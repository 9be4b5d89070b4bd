package dev.parley.test;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Message;
import dev.parley.WebSocketClosedException;
import dev.parley.internal.protocol.FrameReader;
import dev.parley.internal.protocol.FrameSink;
import dev.parley.internal.protocol.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a proper client sees it: messages in order, pings answered, the close answered.
 */
final class ClientConnection implements Wire.Listener, FrameSink {
  private static final int MAX_REMEMBERED = 5;
  private static final FrameReader.Limits ANYTHING =
      new FrameReader.Limits(false, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final Wire wire;
  private final FrameReader reader = new FrameReader(ANYTHING);
  private final Monitor monitor = new Monitor();

  /** Messages that nobody has asked for yet. Guarded by {@link #monitor}, like the rest. */
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();

  /** What came last, in words. */
  private final ArrayDeque<String> remembered = new ArrayDeque<>();

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  /** Why the connection ended: the close frame that came, or 1006 where the line ended without. */
  private @Nullable CloseReason closeReason;

  /** The rule that the server broke. */
  private @Nullable CloseReason violation;

  private boolean closeSent;
  private boolean lineEnded;

  ClientConnection(Wire wire) {
    this.wire = wire;
  }

  // --- what the line brings ---

  @Override
  public void received(byte[] bytes) {
    reader.read(bytes, 0, bytes.length, this);
  }

  @Override
  public void ended(Wire.End end) {
    monitor.change(() -> {
      lineEnded = true;
      if (closeReason == null) {
        closeReason = CloseReason.of(CloseCode.ABNORMAL, "");
      }
    });
  }

  @Override
  public void text(String text) {
    arrived(new Message.Text(text));
  }

  @Override
  public void binary(byte[] bytes) {
    arrived(new Message.Binary(bytes));
  }

  @Override
  public void part(boolean text, byte[] buffer, int offset, int length, boolean last) {
    parts.write(buffer, offset, length);
    if (last) {
      byte[] whole = parts.toByteArray();
      parts.reset();
      arrived(
          text
              ? new Message.Text(new String(whole, StandardCharsets.UTF_8))
              : new Message.Binary(whole));
    }
  }

  @Override
  public void ping(byte[] payload) {
    sendFrame(FrameWriter.pong(payload));
  }

  @Override
  public void pong(byte[] payload) {
    // This client sends no pings.
  }

  @Override
  public void close(CloseReason reason) {
    monitor.change(() -> {
      closeReason = reason;
      remember("close " + reason);
    });
    sendClose(reason);
  }

  @Override
  public void fail(CloseReason reason) {
    monitor.change(() -> {
      violation = reason;
      closeReason = reason;
    });
    sendClose(reason);
  }

  private void arrived(Message message) {
    monitor.change(() -> {
      waiting.add(message);
      remember(Descriptions.of(message));
    });
  }

  private void remember(String what) {
    remembered.add(what);
    if (remembered.size() > MAX_REMEMBERED) {
      remembered.remove();
    }
  }

  // --- what the test asks ---

  /**
   * Takes the next message; {@link Message.Disconnect} at the end, empty if nothing came in time.
   */
  Optional<Message> take(Duration limit) {
    monitor.await(limit, () -> !waiting.isEmpty() || closeReason != null);
    return monitor.read(() ->
        Optional.ofNullable(waiting.poll())
            .or(() -> Optional.ofNullable(closeReason).map(Message.Disconnect::new)));
  }

  /** Waits until the server has ended the line. Returns false if it has not in time. */
  boolean awaitLineEnd(Duration limit) {
    return monitor.await(limit, () -> lineEnded);
  }

  Optional<CloseReason> closeReason() {
    return monitor.read(() -> Optional.ofNullable(closeReason));
  }

  /** The rule of RFC 6455 that the server broke, if it did. */
  Optional<CloseReason> violation() {
    return monitor.read(() -> Optional.ofNullable(violation));
  }

  /** What has arrived so far, as a sentence. */
  String history() {
    return monitor.read(() ->
        remembered.isEmpty()
            ? "Nothing had arrived."
            : "What had arrived before: "
                + remembered.stream().collect(Collectors.joining(", "))
                + ".");
  }

  // --- what the test sends ---

  CompletableFuture<Void> sendMessage(byte[] frame) {
    if (monitor.read(() -> closeSent || closeReason != null)) {
      throw new WebSocketClosedException(
          closeReason().orElseGet(() -> CloseReason.of(CloseCode.NORMAL, "")));
    }
    return sendFrame(frame);
  }

  /** Sends a close frame unless one was sent. */
  void sendClose(CloseReason reason) {
    monitor.change(() -> {
      if (!closeSent && !lineEnded) {
        closeSent = true;
        sendFrame(FrameWriter.close(reason));
      }
    });
  }

  private CompletableFuture<Void> sendFrame(byte[] frame) {
    return wire.send(FrameWriter.masked(frame, ThreadLocalRandom.current().nextInt()));
  }
}
