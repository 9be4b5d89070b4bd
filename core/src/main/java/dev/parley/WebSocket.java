package dev.parley;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One connection, from the handshake to its end (RFC 6455).
 *
 * <p>A handler uses it in straight lines: each method blocks its virtual thread until it is done.
 *
 * <p><b>Acceptance.</b> The handshake is answered with 101 by {@link #accept()}, or by the first
 * send or receive. Until then the handler may refuse with {@link #deny(int, String)}.
 *
 * <p><b>Threads.</b> Any thread may send; messages are never interleaved (RFC 6455, section 5.4).
 * One thread may receive at a time; a second one gets an {@link IllegalStateException}.
 *
 * <p><b>The end.</b> Once the connection is closed or lost, sends, waits and typed receives throw
 * {@link WebSocketClosedException}, {@link #receive()} returns {@link Message.Disconnect}, and
 * iterations end. What the peer sent before it left is delivered first. A handler that never
 * receives is interrupted at once, any other after the grace period of {@link
 * ServerConfig#disconnectGrace()}.
 */
public interface WebSocket {

  /** Where a connection is in its life. It follows the network, not what the handler has read. */
  enum State {
    /** The handshake is not answered yet. */
    CONNECTING,
    /** Messages may be sent and received. */
    OPEN,
    /** A close frame was sent; the peer's is awaited. */
    CLOSING,
    /** The connection has ended, or was denied. */
    CLOSED
  }

  /**
   * Returns the name of the connection, unique within the cluster, for logs and {@link Member}.
   *
   * @return 16 or more URL-safe characters
   */
  String id();

  /**
   * Returns the request that asked for this connection.
   *
   * @return the handshake
   */
  Handshake handshake();

  // --- acceptance ---

  /**
   * Accepts the handshake. Not needed: the first send or receive does it.
   *
   * @throws IllegalStateException if it has been answered already
   * @throws WebSocketClosedException if the peer has gone
   */
  default void accept() {
    accept(Acceptance.plain());
  }

  /**
   * Accepts the handshake with a subprotocol or further headers.
   *
   * @param acceptance what the answer carries
   * @throws IllegalStateException if it has been answered already
   * @throws IllegalArgumentException if the client did not offer the subprotocol
   * @throws WebSocketClosedException if the peer has gone
   */
  void accept(Acceptance acceptance);

  /**
   * Refuses the handshake with an HTTP response.
   *
   * @param response the response, with a status of 300 to 599
   * @throws IllegalStateException if the handshake has been answered already
   */
  void deny(Response response);

  /**
   * Refuses the handshake with a status and the JSON body {@code {"detail": ...}}.
   *
   * @param status the HTTP status, 400 to 599
   * @param detail the text for the client
   * @throws IllegalStateException if the handshake has been answered already
   */
  default void deny(int status, String detail) {
    deny(Response.status(status).json(Json.object("detail", detail)));
  }

  // --- receiving ---

  /**
   * Waits for the next message, of any kind, or the end.
   *
   * @return a message, or {@link Message.Disconnect} as the last one and on every later call
   */
  Message receive();

  /**
   * Waits for the next message, of any kind, or the end, with a time limit.
   *
   * @param timeout how long to wait, more than zero
   * @return a message, or {@link Message.Disconnect}
   * @throws ReceiveTimeoutException if none came in time; nothing is lost
   */
  Message receive(Duration timeout);

  /**
   * Waits for the next message, which must be text.
   *
   * @return the text
   * @throws WrongMessageKindException if it is binary
   * @throws WebSocketClosedException if the connection ended
   */
  String receiveText();

  /**
   * Waits for a text message with a time limit.
   *
   * @param timeout how long to wait, more than zero
   * @return the text
   * @throws ReceiveTimeoutException if none came in time; nothing is lost
   * @throws WrongMessageKindException if it is binary
   * @throws WebSocketClosedException if the connection ended
   */
  String receiveText(Duration timeout);

  /**
   * Waits for the next message, which must be binary.
   *
   * @return the content
   * @throws WrongMessageKindException if it is text
   * @throws WebSocketClosedException if the connection ended
   */
  byte[] receiveBytes();

  /**
   * Waits for a binary message with a time limit.
   *
   * @param timeout how long to wait, more than zero
   * @return the content
   * @throws ReceiveTimeoutException if none came in time; nothing is lost
   * @throws WrongMessageKindException if it is text
   * @throws WebSocketClosedException if the connection ended
   */
  byte[] receiveBytes(Duration timeout);

  /**
   * Waits for the next message and reads it as JSON of any shape, from text or from UTF-8 bytes.
   *
   * @return the value; a JSON {@code null} is a {@code NullNode}
   * @throws MalformedMessageException if it is no JSON
   * @throws WebSocketClosedException if the connection ended
   */
  JsonNode receiveJson();

  /**
   * Waits for a JSON message of any shape with a time limit.
   *
   * @param timeout how long to wait, more than zero
   * @return the value
   * @throws ReceiveTimeoutException if none came in time; nothing is lost
   * @throws MalformedMessageException if it is no JSON
   * @throws WebSocketClosedException if the connection ended
   */
  JsonNode receiveJson(Duration timeout);

  /**
   * Waits for the next message and reads it as a value of a type.
   *
   * <p>For a sealed interface of records the property {@code type} says which record it is; see
   * {@link MessageType} and {@link Discriminator}.
   *
   * @param type the type: a record, a sealed interface of records, or anything that JSON can be
   *     read into
   * @param <T> the type
   * @return the value
   * @throws MalformedMessageException if the message is no JSON
   * @throws InvalidMessageException if it does not fit the type; the connection stays usable
   * @throws WebSocketClosedException if the connection ended
   */
  <T> T receive(Class<T> type);

  /**
   * Waits for a typed message with a time limit.
   *
   * @param type the type
   * @param timeout how long to wait, more than zero
   * @param <T> the type
   * @return the value
   * @throws ReceiveTimeoutException if none came in time; nothing is lost
   * @throws MalformedMessageException if the message is no JSON
   * @throws InvalidMessageException if it does not fit the type
   * @throws WebSocketClosedException if the connection ended
   */
  <T> T receive(Class<T> type, Duration timeout);

  /**
   * Waits for the next message and returns its content while it still arrives; text as UTF-8.
   *
   * <p>Memory stays bounded however long the message is. One that comes in one frame of up to 64
   * KiB is whole before it is handed over. The stream must be read or closed before the next
   * receive.
   *
   * @return the content
   * @throws WebSocketClosedException if the connection ended
   */
  InputStream receiveStream();

  /**
   * Iterates over the messages of any kind until the connection ends, without the {@link
   * Message.Disconnect}.
   *
   * @return an iteration that takes each message when it is asked for it
   */
  Iterable<Message> messages();

  /**
   * Iterates over text messages until the connection ends.
   *
   * @return the texts; a binary message throws {@link WrongMessageKindException}
   */
  Iterable<String> texts();

  /**
   * Iterates over binary messages until the connection ends.
   *
   * @return the contents; a text message throws {@link WrongMessageKindException}
   */
  Iterable<byte[]> binaries();

  /**
   * Iterates over JSON messages of any shape until the connection ends.
   *
   * @return the values; one that is no JSON throws {@link MalformedMessageException}
   */
  Iterable<JsonNode> jsons();

  /**
   * Iterates over typed messages until the connection ends.
   *
   * @param type the type; see {@link #receive(Class)}
   * @param <T> the type
   * @return the values; one that does not fit throws {@link InvalidMessageException}
   */
  <T> Iterable<T> messages(Class<T> type);

  /**
   * Iterates over typed messages until the connection ends and passes over those that do not fit.
   *
   * @param type the type; see {@link #receive(Class)}
   * @param onInvalid called on the iterating thread for each message that is no JSON or does not
   *     fit, for instance to answer it
   * @param <T> the type
   * @return the values that fit
   */
  <T> Iterable<T> messages(Class<T> type, Consumer<List<Problem>> onInvalid);

  // --- sending ---

  /**
   * Sends a text message and waits until the connection can take it.
   *
   * <p>Blocks while the peer reads too slowly, at most {@link ServerConfig#sendTimeout()}.
   *
   * @param text the message
   * @throws IllegalArgumentException if it has a lone surrogate; nothing is sent
   * @throws WebSocketClosedException if the connection is closed or closing
   * @throws SendTimeoutException if the peer did not read in time; the connection is then closed
   *     with 1013
   */
  void sendText(String text);

  /**
   * Sends a binary message and waits until the connection can take it; see {@link #sendText}.
   *
   * @param bytes the content; the array may be reused afterwards
   * @throws WebSocketClosedException if the connection is closed or closing
   * @throws SendTimeoutException if the peer did not read in time; the connection is then closed
   *     with 1013
   */
  void sendBytes(byte[] bytes);

  /**
   * Sends a value as JSON in a text message; see {@link #sendText}.
   *
   * <p>A record that is one of the messages of a sealed interface carries its {@link MessageType}.
   *
   * @param value the value
   * @throws IllegalArgumentException if it cannot be written as JSON; nothing is sent
   * @throws WebSocketClosedException if the connection is closed or closing
   * @throws SendTimeoutException if the peer did not read in time; the connection is then closed
   *     with 1013
   */
  void sendJson(Object value);

  /**
   * Sends a text message if that is possible at once. Never waits and never throws for a closed
   * connection.
   *
   * @param text the message
   * @return false if nothing was sent: the connection is not open, or too much waits for the peer
   */
  boolean trySendText(String text);

  /**
   * Sends a binary message if that is possible at once; see {@link #trySendText}.
   *
   * @param bytes the content
   * @return false if nothing was sent
   */
  boolean trySendBytes(byte[] bytes);

  /**
   * Sends a value as JSON if that is possible at once; see {@link #trySendText}.
   *
   * @param value the value
   * @return false if nothing was sent
   */
  boolean trySendJson(Object value);

  /**
   * Opens a binary message of any length; closing the stream ends the message.
   *
   * <p>What is written leaves in fragments (RFC 6455, section 5.4); other messages wait until it
   * has ended.
   *
   * @return the stream; its methods throw {@link WebSocketClosedException} like {@link #sendBytes}
   */
  OutputStream sendStream();

  // --- closing ---

  /** Closes the connection with 1000. Does nothing if it is closed or closing. */
  default void close() {
    close(CloseCode.NORMAL, "");
  }

  /**
   * Closes the connection with a code and a reason and returns without waiting for the peer.
   *
   * <p>Messages sent before leave first. Before acceptance the handshake is completed and the
   * connection closed at once, so that the client receives the code. Does nothing if the connection
   * is closed or closing.
   *
   * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455, section 7.4)
   * @param reason the text for the peer; cut to 123 bytes of UTF-8 at a character boundary
   * @throws IllegalArgumentException if the code may not be sent; the connection stays as it is
   */
  void close(int code, String reason);

  /**
   * Returns where the connection is in its life.
   *
   * @return the state
   */
  State state();

  /**
   * Tells whether messages may be sent.
   *
   * @return true from acceptance until the connection is closing or lost
   */
  default boolean isOpen() {
    return state() == State.OPEN;
  }

  /**
   * Returns why the connection ended, also after an iteration has ended.
   *
   * @return the code and reason; empty while it has not
   */
  Optional<CloseReason> closeReason();

  // --- concurrency within the connection ---

  /**
   * Waits for a time, or until the connection ends.
   *
   * @param duration how long
   * @throws WebSocketClosedException if the connection ends first
   */
  void sleep(Duration duration);

  /**
   * Starts child work beside the handler. It is interrupted and awaited when the handler ends or
   * the connection does.
   *
   * <p>If it throws anything but {@link WebSocketClosedException}, the handler and the other
   * children are cancelled, and that error is the one the connection ends with.
   *
   * @param action the work, run on a virtual thread of its own
   * @return the task
   * @throws IllegalStateException if the connection has {@link
   *     ServerConfig#maxTasksPerConnection()} running
   */
  Task fork(Action action);

  /**
   * Runs something periodically beside the handler, the first time one period after this call; see
   * {@link #fork}.
   *
   * @param period the time between the starts, 1 ms or more; one that takes longer delays the next
   * @param action the work
   * @return the task
   */
  Task every(Duration period, Action action);

  /**
   * Runs several loops at once and returns when all have ended. The first failure stops the others
   * and is the one error thrown.
   *
   * @param actions the loops, each run on a virtual thread of its own
   * @throws Exception the first failure; {@link WebSocketClosedException} if the connection ended
   */
  void gather(Action... actions) throws Exception;

  // --- shortcuts to the handshake ---

  /**
   * Returns a path parameter; see {@link Request#pathParam(String)}.
   *
   * @param name the name in the template
   * @return the decoded value
   */
  default String pathParam(String name) {
    return handshake().pathParam(name);
  }

  /**
   * Returns a path parameter, converted; see {@link Request#pathParam(String, Class)}.
   *
   * @param name the name in the template
   * @param type the type to convert to
   * @param <T> the type
   * @return the value
   */
  default <T> T pathParam(String name, Class<T> type) {
    return handshake().pathParam(name, type);
  }

  /**
   * Returns a query parameter; see {@link Request#queryParam(String)}.
   *
   * @param name the name
   * @return the value, or empty
   */
  default Optional<String> queryParam(String name) {
    return handshake().queryParam(name);
  }

  /**
   * Returns a query parameter, converted; see {@link Request#queryParam(String, Class)}.
   *
   * @param name the name
   * @param type the type to convert to
   * @param <T> the type
   * @return the value, or empty
   */
  default <T> Optional<T> queryParam(String name, Class<T> type) {
    return handshake().queryParam(name, type);
  }

  /**
   * Returns a dependency; see {@link Request#dependency}.
   *
   * @param type the type
   * @param <T> the type
   * @return the instance
   */
  default <T> T dependency(Class<T> type) {
    return handshake().dependency(type);
  }
}
