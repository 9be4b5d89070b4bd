package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one request at a time: what comes behind it is not looked at before {@link #next}, as it
 * may be something else than a request. A head is decoded when it is whole; what {@link HeadCheck}
 * finds in it before that is refused.
 */
final class RequestDecoder extends HttpRequestDecoder {
  /** What the objects of a header field take besides its bytes. */
  private static final int FIELD_OVERHEAD_BYTES = 160;

  private static final int MAX_CHUNK_BYTES = 8 * 1024;

  /** What ends a line, which is in no limit. */
  private static final int LINE_END_BYTES = 2;

  private static final int MAX_COMMON_NAME_LENGTH = 24;
  private static final AsciiString[] NO_NAMES = {};

  /** Names that come with nearly every handshake, made once, by their length. */
  private static final AsciiString[][] COMMON_NAMES =
      byLength(
          "Upgrade",
          "Origin",
          "Pragma",
          "Cookie",
          "Cache-Control",
          "User-Agent",
          "Accept-Encoding",
          "Accept-Language",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Protocol",
          "Sec-WebSocket-Extensions");

  private enum Mode {
    HEAD,
    BODY,
    WAITING,
    DISCARDING
  }

  private Mode mode = Mode.HEAD;
  private final HeadCheck check;
  private final ByteBuf scratch;
  private final BodyFraming framing = new BodyFraming();

  /** How many bytes at the beginning of what is there have been looked at. */
  private int checkedBytes;

  private int droppedBytes;

  /** The head that has been decoded, as it came, while there is nothing behind it. */
  private byte @Nullable [] headAlone;

  /** Whether what is there came in several pieces, and has been put together. */
  private boolean joined;

  /**
   * What a decoder of Netty has to know: its limits are a little beyond ours, as {@link HeadCheck}
   * says what is wrong with a head. They are those of chunk lines and trailers.
   */
  static HttpDecoderConfig config(HeadLimits limits) {
    int lineEnds = LINE_END_BYTES * (limits.maxFields() + 1);
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.maxRequestLineBytes() + LINE_END_BYTES)
        .setMaxHeaderSize(limits.maxFieldBytes() + lineEnds)
        .setMaxChunkSize(MAX_CHUNK_BYTES);
  }

  /**
   * Creates a decoder.
   *
   * @param config as {@link #config} says
   * @param scratch memory of the event loop, which is used during a call only
   */
  RequestDecoder(HttpDecoderConfig config, HeadLimits limits, byte[] scratch) {
    super(config);
    this.check = new HeadCheck(limits);
    this.scratch = Unpooled.wrappedBuffer(scratch);
    setCumulator((allocator, before, more) -> join(before, more));
  }

  /**
   * Puts pieces together in memory of their own: half a head stays for long, and in a buffer of the
   * pool would keep all that is around it from being used again.
   */
  private ByteBuf join(ByteBuf before, ByteBuf more) {
    if (!before.isReadable()) {
      before.release();
      joined = false;
      return more;
    }
    if (!more.isReadable()) {
      more.release();
      return before;
    }
    var whole = before;
    if (!joined) {
      joined = true;
      whole = Unpooled.buffer(Turns.BYTES_PER_TURN).writeBytes(before);
      before.release();
    }
    whole.writeBytes(more);
    more.release();
    return whole;
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    for (var name : length < COMMON_NAMES.length ? COMMON_NAMES[length] : NO_NAMES) {
      if (Arrays.equals(line, start, start + length, name.array(), 0, length)) {
        return name;
      }
    }
    return super.splitHeaderName(line, start, length);
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    switch (mode) {
      case WAITING -> Turns.of(channel.channel()).pause();
      case DISCARDING -> drop(channel, bytes);
      case BODY -> decodeBody(channel, bytes, decoded);
      case HEAD -> {
        var finding = check(bytes);
        checkedBytes = bytes.readableBytes();
        if (finding != null) {
          decoded.add(unreadable(new UnreadableHead(finding)));
          bytes.skipBytes(bytes.readableBytes());
          discard();
        } else if (check.hasEnded()) {
          decodeHead(channel, bytes, decoded);
        }
      }
    }
  }

  /** Drops what comes, until it is enough: then the client waits for its line to be closed. */
  private void drop(ChannelHandlerContext channel, ByteBuf bytes) {
    droppedBytes += bytes.readableBytes();
    bytes.skipBytes(bytes.readableBytes());
    if (droppedBytes >= LingeringClose.MAX_DROPPED_BYTES) {
      Turns.of(channel.channel()).pause();
    }
  }

  /** Looks at what has come of a head since the last look. Returns what is wrong. */
  private HeadCheck.@Nullable Finding check(ByteBuf bytes) {
    byte[] array = scratch.array();
    int index = bytes.readerIndex() + checkedBytes;
    HeadCheck.Finding finding = null;
    while (index < bytes.writerIndex() && finding == null) {
      int length = Math.min(bytes.writerIndex() - index, array.length);
      bytes.getBytes(index, array, 0, length);
      finding = check.check(array, length);
      index += length;
    }
    return finding;
  }

  /**
   * Decodes from an array, if it is large enough: Netty copies line by line, and each copy from
   * memory outside of the heap makes an object.
   */
  private void decodeHead(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    int from = bytes.readerIndex();
    if (check.bytes() > scratch.capacity()) {
      decodeMore(channel, bytes, decoded);
    } else {
      scratch.clear().writeBytes(bytes, check.bytes());
      decodeMore(channel, scratch, decoded);
    }
    if (mode == Mode.BODY && !bytes.isReadable()) {
      headAlone = ByteBufUtil.getBytes(bytes, from, check.bytes());
    }
  }

  private void decodeBody(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    headAlone = null;
    int from = bytes.readerIndex();
    decodeMore(channel, bytes, decoded);
    int taken = bytes.readerIndex() - from;
    int content = 0;
    for (var part : decoded) {
      content += ((HttpContent) part).content().readableBytes();
    }
    framing.add(taken - content, content);
  }

  private void decodeMore(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    super.decode(channel, bytes, decoded);
    if (decoded.isEmpty()) {
      return;
    }
    if (decoded.getLast() instanceof LastHttpContent) {
      mode = Mode.WAITING;
    } else if (decoded.getFirst() instanceof HttpRequest) {
      mode = Mode.BODY;
      framing.restart();
    }
  }

  /** As they are mostly written, and in lower case. */
  private static AsciiString[][] byLength(String... names) {
    var byLength = new AsciiString[MAX_COMMON_NAME_LENGTH + 1][];
    Arrays.fill(byLength, NO_NAMES);
    Arrays.stream(names)
        .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
        .map(AsciiString::cached)
        .collect(Collectors.groupingBy(AsciiString::length))
        .forEach((length, alike) -> byLength[length] = alike.toArray(NO_NAMES));
    return byLength;
  }

  private static HttpRequest unreadable(UnreadableHead why) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.setDecoderResult(DecoderResult.failure(why));
    return request;
  }

  /** Why a head is not read. Nobody asks where it was thrown, and clients may send many. */
  static final class UnreadableHead extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HeadCheck.Finding finding;

    private UnreadableHead(HeadCheck.Finding finding) {
      super(null, null, false, false);
      this.finding = finding;
    }

    HeadCheck.Finding finding() {
      return finding;
    }
  }

  /** Goes on with the request behind the last one. Event loop. */
  void next(ChannelHandlerContext requests) throws Exception {
    if (mode != Mode.WAITING) {
      return;
    }
    mode = Mode.HEAD;
    check.restart();
    checkedBytes = 0;
    Turns.of(requests.channel()).resume();
    channelRead(requests.pipeline().context(this), Unpooled.EMPTY_BUFFER);
  }

  /** What comes of a body beside its content. Event loop. */
  BodyFraming framing() {
    return framing;
  }

  /**
   * Lets go of the head of the request as it came. Returns null if something of its body has come,
   * be it no content, or if it has been taken. Event loop.
   */
  byte @Nullable [] takeHeadAlone() {
    byte[] head = headAlone;
    headAlone = null;
    return head;
  }

  /** Tells whether something has come behind the last request. Event loop. */
  boolean holdsMore() {
    return actualReadableBytes() > 0;
  }

  /**
   * About how much memory the head of the request takes once it is decoded, as far as it has come.
   * Event loop.
   */
  int heldBytes() {
    return check.bytes() + check.fields() * FIELD_OVERHEAD_BYTES;
  }

  /** How many bytes of a head have come that has not ended. Event loop. */
  int halfHeadBytes() {
    return mode == Mode.HEAD ? actualReadableBytes() : 0;
  }

  /** Drops whatever comes, though not for ever. Event loop. */
  void discard() {
    mode = Mode.DISCARDING;
  }
}
