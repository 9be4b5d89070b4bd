package dev.parley.http2;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that sends frames of HTTP/2 as they are written, and reads when it is asked to. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private static final int ACK = 1;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private OutputStream out;
  private final DataInputStream in;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** What came while something else was awaited, in order. */
  private final List<Frame> waiting = new ArrayList<>();

  /** Data of streams that has not been asked for yet. */
  private final Map<Integer, ByteArrayOutputStream> data = new HashMap<>();

  /** A frame (RFC 9113, section 4.1). */
  record Frame(int type, int flags, int stream, byte[] payload, Map<String, String> fields) {
    boolean isEndOf(int id) {
      return stream == id && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** The error code of RST_STREAM or GOAWAY. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.out = socket.getOutputStream();
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Connects without TLS, and sends preface and SETTINGS. */
  static RawHttp2 inClear(int port) throws IOException {
    return new RawHttp2(new Socket("localhost", port)).begin();
  }

  /** Connects with TLS, and sends preface and SETTINGS. */
  static RawHttp2 overTls(SSLContext context, int port) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!socket.getApplicationProtocol().equals("h2")) {
      throw new IOException("ALPN chose '" + socket.getApplicationProtocol() + "'.");
    }
    return new RawHttp2(socket).begin();
  }

  private RawHttp2 begin() throws IOException {
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0);
    return this;
  }

  // --- out ---

  void send(int type, int flags, int stream, byte... payload) {
    var frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    try {
      out.write(frame.array());
      out.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Has what is sent leave with one write. */
  void together(Runnable sends) throws IOException {
    var line = out;
    var all = new ByteArrayOutputStream();
    out = all;
    try {
      sends.run();
    } finally {
      out = line;
    }
    out.write(all.toByteArray());
  }

  void headers(int stream, int flags, String... fields) {
    send(HEADERS, flags | END_HEADERS, stream, block(fields));
  }

  byte[] block(String... fields) {
    var headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    var buffer = Unpooled.buffer();
    try {
      encoder.encodeHeaders(1, headers, buffer);
      return ByteBufUtil.getBytes(buffer);
    } catch (Http2Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Asks for a path, with more fields than it takes. */
  void get(int stream, String path, String... more) {
    var fields =
        new ArrayList<>(
            List.of(":method", "GET", ":scheme", "http", ":path", path, ":authority", "test"));
    fields.addAll(List.of(more));
    headers(stream, END_STREAM, fields.toArray(String[]::new));
  }

  /** Asks for a WebSocket (RFC 8441, section 5.1). */
  void connect(int stream, String path, String... more) {
    var fields =
        new ArrayList<>(
            List.of(
                ":method",
                "CONNECT",
                ":protocol",
                "websocket",
                ":scheme",
                "https",
                ":path",
                path,
                ":authority",
                "test",
                "sec-websocket-version",
                "13"));
    fields.addAll(List.of(more));
    headers(stream, 0, fields.toArray(String[]::new));
  }

  /** Opens a WebSocket and waits for the answer. */
  void open(int stream, String path) {
    connect(stream, path);
    var status = response(stream).get(":status");
    if (!"200".equals(status)) {
      throw new AssertionError("The answer is " + status + ".");
    }
  }

  /** Sends a masked frame of WebSocket. */
  void webSocket(int stream, int firstByte, byte[] payload) {
    var frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) firstByte);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) 0xfe).putShort((short) payload.length);
    } else {
      frame.put((byte) 0xff).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    data(stream, bytes);
  }

  /** Sends data in frames of the size that every peer takes. */
  void data(int stream, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += 16_384) {
      int end = Math.min(bytes.length, at + 16_384);
      byte[] part = new byte[end - at];
      System.arraycopy(bytes, at, part, 0, part.length);
      send(DATA, 0, stream, part);
    }
  }

  void text(int stream, String text) {
    webSocket(stream, 0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  void allow(int stream, int bytes) {
    send(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  // --- in ---

  /** Waits for a frame; what comes before it stays. */
  Frame await(Predicate<Frame> wanted) {
    for (int i = 0; i < waiting.size(); i++) {
      if (wanted.test(waiting.get(i))) {
        return waiting.remove(i);
      }
    }
    while (true) {
      var frame = read();
      if (wanted.test(frame)) {
        return frame;
      }
      waiting.add(frame);
    }
  }

  private Frame read() {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      var fields = type == HEADERS ? decoded(stream, payload) : Map.<String, String>of();
      var frame = new Frame(type, flags, stream, payload, fields);
      if (type == SETTINGS && (flags & ACK) == 0) {
        send(SETTINGS, ACK, 0);
      }
      if (type == DATA) {
        data.computeIfAbsent(stream, id -> new ByteArrayOutputStream()).writeBytes(frame.payload);
      }
      return frame;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Reads until the server has closed the connection; returns its GOAWAY frames. */
  List<Frame> untilClosed() {
    try {
      while (true) {
        waiting.add(read());
      }
    } catch (UncheckedIOException closed) {
      if (!(closed.getCause() instanceof EOFException)
          && !(closed.getCause() instanceof java.net.SocketException)) {
        throw closed;
      }
      return waiting.stream().filter(frame -> frame.type() == GOAWAY).toList();
    }
  }

  /** The settings that the server has sent first. */
  Map<Integer, Integer> settings() {
    var frame = await(one -> one.type() == SETTINGS && (one.flags() & ACK) == 0);
    var settings = new LinkedHashMap<Integer, Integer>();
    var payload = ByteBuffer.wrap(frame.payload());
    while (payload.hasRemaining()) {
      settings.put((int) payload.getShort(), payload.getInt());
    }
    return settings;
  }

  /** The fields of the answer on a stream. */
  Map<String, String> response(int stream) {
    var frame =
        await(one -> one.stream() == stream && (one.type() == HEADERS || one.type() == RST_STREAM));
    if (frame.type() == RST_STREAM) {
      throw new AssertionError("The stream was reset with error " + frame.error() + ".");
    }
    if (frame.isEndOf(stream)) {
      waiting.add(new Frame(DATA, END_STREAM, stream, new byte[0], Map.of()));
    }
    return frame.fields();
  }

  /** Decodes a block; each changes how the next one is read. */
  private Map<String, String> decoded(int stream, byte[] block) {
    try {
      var fields = new LinkedHashMap<String, String>();
      decoder
          .decodeHeaders(stream, Unpooled.wrappedBuffer(block))
          .forEach(field -> fields.put(field.getKey().toString(), field.getValue().toString()));
      return fields;
    } catch (Http2Exception malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  /** Everything until the end of a stream, as text. */
  String body(int stream) {
    await(frame -> frame.isEndOf(stream));
    var bytes = data.remove(stream);
    return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
  }

  /** The payload of the next frame of WebSocket on a stream. */
  byte[] message(int stream) {
    var bytes = ByteBuffer.wrap(take(stream, 2));
    int length = bytes.get(1) & 0x7f;
    if (length == 126) {
      length = ByteBuffer.wrap(take(stream, 2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = (int) ByteBuffer.wrap(take(stream, 8)).getLong();
    }
    return take(stream, length);
  }

  String nextText(int stream) {
    return new String(message(stream), StandardCharsets.UTF_8);
  }

  /** The code of the close frame that comes next. */
  int closeCode(int stream) {
    return ByteBuffer.wrap(message(stream)).getShort();
  }

  private byte[] take(int stream, int count) {
    var collected = data.computeIfAbsent(stream, id -> new ByteArrayOutputStream());
    while (collected.size() < count) {
      waiting.add(read());
      collected = data.get(stream) == null ? collected : data.get(stream);
    }
    byte[] all = collected.toByteArray();
    collected.reset();
    collected.write(all, count, all.length - count);
    return java.util.Arrays.copyOf(all, count);
  }

  /** Cuts the connection with RST. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
