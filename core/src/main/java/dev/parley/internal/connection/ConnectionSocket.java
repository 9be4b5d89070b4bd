package dev.parley.internal.connection;

import dev.parley.Acceptance;
import dev.parley.Action;
import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.Handshake;
import dev.parley.InvalidMessageException;
import dev.parley.MalformedMessageException;
import dev.parley.Message;
import dev.parley.Problem;
import dev.parley.Response;
import dev.parley.Task;
import dev.parley.WebSocket;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.limit.Identified;
import dev.parley.internal.protocol.FrameWriter;
import dev.parley.internal.room.MemberConnection;
import dev.parley.internal.room.MemberSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A connection as its handler sees it. */
final class ConnectionSocket implements WebSocket, MemberSource, Identified {
  private final Connection connection;
  private final ConnectionTask task;
  private final Receiver receiver;

  ConnectionSocket(Connection connection, ConnectionTask task) {
    this.connection = connection;
    this.task = task;
    this.receiver = new Receiver(connection);
  }

  @Override
  public String id() {
    return task.id();
  }

  @Override
  public Handshake handshake() {
    return task.handshake();
  }

  @Override
  public void identified(Object identity) {
    task.admission().identify(identity);
  }

  // --- acceptance ---

  @Override
  public void accept(Acceptance acceptance) {
    if (!task.open(acceptance)) {
      throw answered("accept()");
    }
  }

  @Override
  public void deny(Response response) {
    if (response.status() < 300) {
      throw new IllegalArgumentException(
          "Status is " + response.status() + "; a handshake is denied with 300 to 599.");
    }
    if (connection.state() != State.CONNECTING) {
      throw answered("deny(...)");
    }
    task.refuse(response);
  }

  private RuntimeException answered(String call) {
    if (connection.state() == State.OPEN) {
      return new IllegalStateException(
          "The handshake has been answered already; " + call + " comes first or not at all.");
    }
    return connection.closed();
  }

  private void acceptIfUnanswered() {
    if (connection.state() == State.CONNECTING) {
      task.open(Acceptance.plain());
    }
  }

  @Override
  public MemberConnection member() {
    acceptIfUnanswered();
    if (!connection.isOpen()) {
      throw connection.closed();
    }
    return connection.member();
  }

  // --- receiving ---

  /** Who gets the answer by this may send and finish at once, and is to be heard. */
  private void acceptToReceive() {
    if (connection.state() == State.CONNECTING) {
      task.markReceived();
      task.open(Acceptance.plain());
    }
  }

  @Override
  public Message receive() {
    acceptToReceive();
    return receiver.receive();
  }

  @Override
  public Message receive(Duration timeout) {
    acceptToReceive();
    return receiver.receive(timeout);
  }

  @Override
  public String receiveText() {
    return MessageConversion.text(receive());
  }

  @Override
  public String receiveText(Duration timeout) {
    return MessageConversion.text(receive(timeout));
  }

  @Override
  public byte[] receiveBytes() {
    return MessageConversion.bytes(receive());
  }

  @Override
  public byte[] receiveBytes(Duration timeout) {
    return MessageConversion.bytes(receive(timeout));
  }

  @Override
  public JsonNode receiveJson() {
    return MessageConversion.json(receive(), json());
  }

  @Override
  public JsonNode receiveJson(Duration timeout) {
    return MessageConversion.json(receive(timeout), json());
  }

  @Override
  public <T> T receive(Class<T> type) {
    return MessageConversion.typed(receive(), json(), type);
  }

  @Override
  public <T> T receive(Class<T> type, Duration timeout) {
    return MessageConversion.typed(receive(timeout), json(), type);
  }

  @Override
  public InputStream receiveStream() {
    acceptToReceive();
    return receiver.receiveStream();
  }

  @Override
  public Iterable<Message> messages() {
    return iteration(Function.identity());
  }

  @Override
  public Iterable<String> texts() {
    return iteration(MessageConversion::text);
  }

  @Override
  public Iterable<byte[]> binaries() {
    return iteration(MessageConversion::bytes);
  }

  @Override
  public Iterable<JsonNode> jsons() {
    return iteration(message -> MessageConversion.json(message, json()));
  }

  @Override
  public <T> Iterable<T> messages(Class<T> type) {
    return iteration(message -> MessageConversion.typed(message, json(), type));
  }

  @Override
  public <T> Iterable<T> messages(Class<T> type, Consumer<List<Problem>> onInvalid) {
    return () ->
        new ValidMessageIterator<>(this, message -> typedOrEmpty(message, type, onInvalid));
  }

  private <T> Optional<T> typedOrEmpty(
      Message message, Class<T> type, Consumer<List<Problem>> onInvalid) {
    try {
      return Optional.of(MessageConversion.typed(message, json(), type));
    } catch (InvalidMessageException invalid) {
      onInvalid.accept(invalid.problems());
    } catch (MalformedMessageException malformed) {
      onInvalid.accept(
          List.of(new Problem("message", "", String.valueOf(malformed.getMessage()), null)));
    }
    return Optional.empty();
  }

  private <T> Iterable<T> iteration(Function<Message, T> convert) {
    return () -> new MessageIterator<>(this, convert);
  }

  // --- sending ---

  @Override
  public void sendText(String text) {
    send(FrameWriter.text(text));
  }

  @Override
  public void sendBytes(byte[] bytes) {
    send(FrameWriter.binary(bytes));
  }

  @Override
  public void sendJson(Object value) {
    send(FrameWriter.textOfUtf8(json().write(value)));
  }

  @Override
  public boolean trySendText(String text) {
    return trySend(FrameWriter.text(text));
  }

  @Override
  public boolean trySendBytes(byte[] bytes) {
    return trySend(FrameWriter.binary(bytes));
  }

  @Override
  public boolean trySendJson(Object value) {
    return trySend(FrameWriter.textOfUtf8(json().write(value)));
  }

  @Override
  public OutputStream sendStream() {
    acceptIfUnanswered();
    return new FragmentStream(connection);
  }

  private void send(byte[] frame) {
    acceptIfUnanswered();
    connection.send(frame);
  }

  private boolean trySend(byte[] frame) {
    acceptIfUnanswered();
    return connection.trySend(frame);
  }

  // --- closing ---

  @Override
  public void close(int code, String reason) {
    if (!CloseCode.maySend(code)) {
      throw new IllegalArgumentException(
          "Close code is " + code + "; expected 1000 to 1003, 1007 to 1014 or 3000 to 4999.");
    }
    acceptIfUnanswered();
    connection.close(CloseReason.of(code, FrameWriter.cutReason(reason)));
  }

  @Override
  public State state() {
    return connection.state();
  }

  @Override
  public Optional<CloseReason> closeReason() {
    return connection.closeReason();
  }

  // --- concurrency ---

  @Override
  public void sleep(Duration duration) {
    if (!connection.awaitEnd(connection.time().nanoTime() + duration.toNanos())) {
      throw connection.closed();
    }
  }

  @Override
  public Task fork(Action action) {
    return task.children().fork(action);
  }

  @Override
  public Task every(Duration period, Action action) {
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException("period is " + period + "; expected 1 ms or more.");
    }
    return task.children().every(period, action);
  }

  @Override
  public void gather(Action... actions) throws Exception {
    task.children().gather(actions);
  }

  private JsonCodec json() {
    return task.services().json();
  }

  /** Returns the name and the state, nothing of what was said. */
  @Override
  public String toString() {
    return "WebSocket " + id() + " " + state();
  }
}
